/** "I cannot sign in": what stands in somebody's way, check by check, with what would help. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { User } from './user.ts'
import { Email, Instant, InvitationId, Nullable, OrganizationId, Strict } from './values.ts'

/** In the order in which they are made. */
export const SignInCheckKey = Type.Enum([
  'account',
  'address',
  'organization',
  'active',
  'confirmed',
  'locked',
  'federated',
  'password',
  'initial_password',
  'mfa',
])
export const Remedy = Type.Enum([
  'invite',
  'resend_invitation',
  'restore',
  'reactivate',
  'unlock',
  'allow_password',
  'send_reset',
])
export type Remedy = Static<typeof Remedy>

/** What kind of it: why an account is not active, why no password is taken, how it is with an invitation or a factor. */
export const SignInReason = Type.Enum([
  'invitation_open',
  'invitation_expired',
  'inactive',
  'deleted',
  'federated_organization',
  'connection_missing',
  'mfa_required',
  'mfa_enrolled',
  'mfa_to_enrol',
])
export type SignInReason = Static<typeof SignInReason>

export const SignInCheck = Strict({
  key: SignInCheckKey,
  /** `noted`: stands in nobody's way, but is worth knowing. */
  state: Type.Enum(['passed', 'noted', 'failed']),
  reason: Nullable(SignInReason),
  /** When a lock or a one-time password ends; null for a lock that an administrator ends. */
  until: Nullable(Instant),
  /** Where the console of their organization is, if it has an address of its own. */
  address: Nullable(Type.String()),
  /** What would help, if anything does. */
  remedy: Nullable(Remedy),
  /** Whether the caller may do that. */
  mayRemedy: Type.Boolean(),
})
export type SignInCheck = Static<typeof SignInCheck>

export const diagnosis = {
  /** Accounts at this organization and below. One beyond that is answered like one that does not exist. */
  signIn: route({
    method: 'POST',
    path: '/organizations/{organization}/sign-in-checks',
    access: 'users.read',
    summary: 'Why somebody cannot sign in, check by check',
    params: Strict({ organization: OrganizationId }),
    body: Strict({ email: Email }),
    returns: Strict({
      email: Type.String(),
      checks: Type.Array(SignInCheck),
      /** The account that was looked at: at this organization if there is one, else below it. */
      user: Nullable(User),
      /** Of an open invitation, where there is no account yet. */
      invitation: Nullable(Strict({ id: InvitationId, organization: OrganizationId })),
    }),
    readsOnly: true,
    refuses: {},
  }),
}
