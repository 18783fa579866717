/** The signed-in person: who they are here, what they may do, their other accounts. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { Step } from './steps.ts'
import {
  Email,
  Instant,
  Language,
  Nothing,
  Nullable,
  OrganizationRef,
  PasswordInput,
  PersonName,
  Phone,
  Reason,
  RoleRef,
  Strict,
  UserId,
} from './values.ts'

/** A grant of the caller: a role at a node, with the permissions it carries over that node's whole subtree. */
export const MyGrant = Strict({ role: RoleRef, organization: OrganizationRef, permissions: Type.Array(Type.String()) })

export const Me = Strict({
  id: UserId,
  email: Email,
  firstName: Type.String(),
  lastName: Type.String(),
  phone: Nullable(Type.String()),
  language: Language,
  organization: OrganizationRef,
  grants: Type.Array(MyGrant),
  /** What is left of signing in; nothing else can be done before. Null: nothing. */
  step: Nullable(Step),
  /** Every account this person may act as, this one included. */
  accounts: Type.Array(Strict({ user: UserId, organization: OrganizationRef })),
  signedInAt: Instant,
  version: Type.Integer(),
})
export type Me = Static<typeof Me>

export const profile = {
  show: route({
    method: 'GET',
    path: '/me',
    access: 'member',
    summary: 'The signed-in user',
    returns: Me,
    refuses: {},
    versioned: true,
  }),
  update: route({
    method: 'PATCH',
    path: '/me',
    access: 'member',
    summary: "Change one's own name, phone number or language",
    body: Type.Partial(
      Strict({ firstName: PersonName, lastName: PersonName, phone: Nullable(Phone), language: Language }),
      { additionalProperties: false, minProperties: 1 },
    ),
    returns: Me,
    refuses: {},
    versioned: true,
  }),
  /** What one may not do to one's own account, others may: they get a mail with the wish, and decide. */
  requestChange: route({
    method: 'POST',
    path: '/me/change-requests',
    access: 'member',
    summary: 'Ask the administrators above for a change of one’s own account',
    body: Strict({ wish: Reason }),
    returns: Nothing,
    status: 202,
    refuses: { change_nobody_above: 409, change_too_soon: 429 },
  }),
  /** For the forms that choose one. */
  password: route({
    method: 'GET',
    path: '/me/password',
    access: 'member',
    byKey: 'refused',
    during: ['change_password'],
    summary: 'Whether one has a password, and how long a new one must be',
    returns: Strict({
      /** `none`: a first one can be set. `closed`: none opens the account one acts as, or a provider's word alone, which sets none, is what the session has. */
      state: Type.Enum(['set', 'none', 'closed']),
      minLength: Type.Integer(),
    }),
    refuses: {},
  }),
  /** Needs a fresh proof, and the current password where there is one; every other session of this person ends, and their API keys where that is asked for. */
  changePassword: route({
    method: 'POST',
    path: '/me/password',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: "Change one's own password",
    body: Strict({
      /** Left out by whoever has none. */
      currentPassword: Type.Optional(PasswordInput),
      newPassword: PasswordInput,
      endKeys: Type.Optional(Type.Boolean({ default: false })),
    }),
    returns: Nothing,
    status: 204,
    during: ['change_password'],
    refuses: {
      password_wrong: 422,
      password_too_short: 422,
      password_too_weak: 422,
      password_leaked: 422,
      password_unchanged: 422,
      password_throttled: 429,
    },
  }),
}
