/** Sign-in activity: who tried to come in, when, from where, how, and with what result. Kept for as long as the policy says. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { SignInMethod } from './steps.ts'
import { Instant, Nullable, OrganizationId, PageOf, SessionId, SignInId, Strict, UserId, page } from './values.ts'

/**
 * - `refused_inactive`, `refused_federated_only`, `refused_unconfirmed`, `refused_stopped`: what was shown was right, and the
 *   account (not confirmed yet, without a password of its own) or its organization opens no session all the same.
 * - `refused`: right as well, and stopped by another rule (a one-time password used up or too old).
 */
export const SignInResult = Type.Enum([
  'succeeded',
  'password_wrong',
  'second_factor_wrong',
  'federation_refused',
  'throttled',
  'locked',
  'refused_inactive',
  'refused_federated_only',
  'refused_unconfirmed',
  'refused_stopped',
  'refused',
])
export type SignInResult = Static<typeof SignInResult>

export const SignIn = Strict({
  id: SignInId,
  at: Instant,
  user: Strict({ id: UserId, name: Type.String(), email: Type.String() }),
  /** Network address of the caller. */
  address: Nullable(Type.String()),
  /** What the browser said it was, at most 300 characters. */
  userAgent: Nullable(Type.String()),
  /** What was shown, or tried. */
  methods: Type.Array(SignInMethod),
  result: SignInResult,
  /** The session that began; it may have ended since. */
  session: Nullable(SessionId),
})
export type SignIn = Static<typeof SignIn>

const filter = {
  user: Type.Optional(UserId),
  result: Type.Optional(SignInResult),
  method: Type.Optional(SignInMethod),
  since: Type.Optional(Instant),
  until: Type.Optional(Instant),
}
const params = Strict({ organization: OrganizationId })

export const activity = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/sign-ins',
    access: 'sign_ins.read',
    summary: 'Sign-ins of the users of an organization, newest first',
    params,
    query: Strict({ ...page, ...filter }),
    returns: PageOf(SignIn),
    refuses: {},
  }),
  /** Days of UTC, oldest first, the present one included; those beyond what is kept are left out. */
  days: route({
    method: 'GET',
    path: '/organizations/{organization}/sign-ins/days',
    access: 'sign_ins.read',
    summary: 'How many sign-ins succeeded and failed on each of the last days',
    params,
    query: Strict({
      user: Type.Optional(UserId),
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90, default: 30 })),
    }),
    returns: Strict({
      items: Type.Array(
        Strict({ day: Type.String({ maxLength: 10 }), succeeded: Type.Integer(), failed: Type.Integer() }),
      ),
      /** For how many days sign-ins are kept here. */
      keptDays: Type.Integer(),
    }),
    refuses: {},
  }),
  /** Streamed; text that a spreadsheet would take for a formula begins with an apostrophe. */
  download: route({
    method: 'GET',
    path: '/organizations/{organization}/sign-ins/file',
    access: 'sign_ins.read',
    summary: 'The same as CSV (UTF-8 with a byte order mark)',
    params,
    query: Strict(filter),
    returns: Type.String(),
    file: { type: 'text/csv; charset=utf-8', name: 'sign-ins.csv' },
    refuses: {},
  }),
  own: route({
    method: 'GET',
    path: '/me/sign-ins',
    access: 'member',
    summary: 'One’s own sign-ins with this account, newest first',
    query: Strict({ ...page }),
    returns: PageOf(SignIn),
    refuses: {},
  }),
}
