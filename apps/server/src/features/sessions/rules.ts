import { sessions, type SignInMethod, type Step } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Limit } from '../../platform/value/limit.ts'

/** A session ends this long after its sign-in, whatever happens in between. */
const sessionHours = 12
export const sessionEnd = (now: Date): Date => new Date(now.getTime() + sessionHours * 3_600_000)

export const mayTry = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(sessions.signIn)('sign_in_throttled', { retryAfter: wait })

/** Unknown, wrong, deactivated: one answer. */
export const maySignIn = <A>(right: boolean, account: A | undefined): Ruling<A> =>
  right && account !== undefined ? grant(account) : refusals(sessions.signIn)('credentials_wrong')

export const isAccount = <A>(account: A | undefined): Ruling<A> =>
  account === undefined ? refusals(sessions.switchAccount)('account_unknown') : grant(account)
/** A session that was ended meanwhile opens no other. */
export const isOpen = <S>(session: S | undefined): Ruling<S> =>
  session === undefined ? refuseCommon('unauthenticated') : grant(session)
export const wasOpen = (ended: number): Ruling => (ended ? grant(undefined) : refusals(sessions.end)('session_unknown'))

/** Tries of one's own password by somebody who is signed in already. */
export const passwordGuesses = (identity: string): Limit => ({ name: `password/${identity}`, most: 10 })
const refuseProof = refusals(sessions.prove)
export const mayTryProof = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refuseProof('password_throttled', { retryAfter: wait })
export const mayProve = (right: boolean): Ruling =>
  right
    ? grant(undefined)
    : refuseProof('password_wrong', {
        fields: [{ path: 'body.password', code: 'password_wrong', message: 'This is not the password.' }],
      })

/** What is left of a sign-in that has proved this much. */
export const nextStep = (methods: readonly SignInMethod[], demands: { must_change_password: boolean }): Step | null =>
  demands.must_change_password && methods.includes('password') ? 'change_password' : null

/** A password that somebody else chose opens one session, and only for some days. */
export const mayUseOnce = (usedUp: boolean): Ruling =>
  usedUp ? refusals(sessions.signIn)('credentials_wrong') : grant(undefined)
