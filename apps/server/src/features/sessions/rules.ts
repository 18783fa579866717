import {
  factorMethods,
  sessions,
  type FactorRequirement,
  type PolicyValue,
  type ProofWay,
  type SignInMethod,
  type Step,
} from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import { unmarked, type Mark } from '../../platform/value/mark.ts'
import { byProvider } from '../lockouts/index.ts'
import { outranks } from '../roles/index.ts'
import type { Limit } from '../../platform/value/limit.ts'

export const cookieEnd = (signedInAt: Date, ceiling: number): Date => new Date(signedInAt.getTime() + ceiling * 1000)

/** What no session outlives, whatever rules say later: the longest ceiling that can be set. */
const longestDays = 90
export const hardEnd = (signedInAt: Date): Date => new Date(signedInAt.getTime() + longestDays * 86_400_000)

/** A use is written when it is this much younger than the one that is known: in milliseconds. */
export const worthWriting = (idle: number | null): number =>
  idle === null ? 300_000 : Math.min(Math.floor(idle / 10), 60) * 1000
/** How often uses are written; with `worthWriting`, what session_slack() adds up. */
export const writeEvery = 2_000
const slack = (idle: number): number => worthWriting(idle) + writeEvery + 1_000

export interface Lasting {
  readonly latest: number
  readonly idle: number | null
}
/** When a session last used at `usedAt` ends: some seconds late, never early, for another process may know of a later use. */
export const endOf = ({ latest, idle }: Lasting, usedAt: number): number =>
  idle === null ? latest : Math.min(latest, usedAt + idle * 1000 + slack(idle))

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

export const isUser = <U>(user: U | undefined): Ruling<U> =>
  user === undefined ? refusals(sessions.listOf)('user_unknown') : grant(user)
/** Nobody throws out anybody above their own rank; oneself, always. */
export const mayEnd = (actor: Actor, target: { readonly id: string; readonly grants: readonly Grant[] }): Ruling =>
  target.id === actor.user || outranks(actor.grants, target.grants)
    ? grant(undefined)
    : refusals(sessions.endOf)('rank_too_low')
/** The roles that the actor is not below, whoever holds them at a place or under it. */
export const rolesBelow = (
  { grants }: Actor,
  path: string,
  roles: readonly { readonly key: string; readonly permissions: readonly string[] }[],
): string[] =>
  roles.flatMap(({ key, permissions }) => (outranks(grants, [{ role: key, path, permissions }]) ? [key] : []))

/**
 * The connection that is carried by what is set up in a session: where it has a provider's word and nothing of the person's
 * own, what it leaves behind goes no further than that word.
 */
export const vouchedThrough = ({ connection, own }: Pick<Actor, 'connection' | 'own'>): string | null =>
  own ? null : connection

/**
 * Tries of one's own password by somebody who is signed in already. Whoever runs providers can pose as somebody: what is tried
 * through those of one organization (`voucher`) counts for itself, takes nothing from the person elsewhere, and no patience gets past
 * its ceiling.
 */
export const passwordLimitsBy = (identity: string, voucher: string | null): Limit[] =>
  voucher === null
    ? [{ name: `password/${identity}`, most: 10 }]
    : [
        { name: `password/${identity}/${voucher}`, most: 10 },
        { name: `password/${identity}/${voucher}/month`, ...byProvider },
      ]
const refuseProof = refusals(sessions.prove)
export const mayTryProof = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refuseProof('password_throttled', { retryAfter: wait })
export const mayProve = (right: boolean): Ruling =>
  right
    ? grant(undefined)
    : refuseProof('password_wrong', {
        fields: [{ path: 'body.password', code: 'password_wrong', message: 'This is not the password.' }],
      })

export function mayTryFactor({ wait, locked }: { readonly wait: number | null; readonly locked: boolean }): Ruling {
  if (wait !== null) return refuseProof('factor_throttled', { retryAfter: wait })
  return locked ? refuseProof('factor_locked') : grant(undefined)
}
const wrongFactor = {
  code: 'code_wrong',
  recoveryCode: 'recovery_code_wrong',
  passkey: 'passkey_refused',
} as const
/** `shown`: where it was right. */
export const wasShown = <S>(shown: S | null, as: keyof typeof wrongFactor): Ruling<S> =>
  shown === null
    ? refuseProof(wrongFactor[as], {
        fields: [{ path: `body.${as}`, code: wrongFactor[as], message: 'This was not right, or was used before.' }],
      })
    : grant(shown)
/** The password is the weaker one of two: whoever has a second factor shows that. */
export const mayProveByPassword = (hasFactor: boolean): Ruling =>
  hasFactor ? refuseProof('proof_by_factor') : grant(undefined)
export const proofWays = (
  it: { password: boolean; apps: number; passkeys: number; recoveryCodes: number },
  step: Step | null,
): ProofWay[] => {
  const factor = it.apps + it.passkeys > 0
  const ways: [ProofWay, boolean][] = [
    ['passkey', it.passkeys > 0],
    ['code', it.apps > 0],
    ['recovery_code', factor && it.recoveryCodes > 0],
    ['password', it.password && !factor && step !== 'second_factor'],
  ]
  return ways.flatMap(([way, there]) => (there ? [way] : []))
}

/** A session that waits for the second factor ends soon. */
const stepMinutes = 10
export const sessionEndAt = (step: Step | null, now: Date, end: Date): Date =>
  step === 'second_factor' ? new Date(Math.min(now.getTime() + stepMinutes * 60_000, end.getTime())) : end

/** Who asks this account for a second factor. */
export function requiredBy(
  { mfa_required, roles }: { mfa_required: boolean; roles: readonly string[] },
  policy: PolicyValue<'mfa.required'>,
): FactorRequirement | null {
  if (mfa_required) return 'user'
  if (policy.mode === 'roles' && roles.some((role) => policy.roles.includes(role))) return 'role'
  return policy.mode === 'all' ? 'policy' : null
}
export const rememberedSince = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)

/** A second factor was shown, or once in this browser. */
export const isWhole = (methods: readonly SignInMethod[]): boolean =>
  methods.some((it) => it === 'remembered_device' || factorMethods.includes(it))

export const isFactor = (method: SignInMethod): boolean => factorMethods.includes(method)
/** What of it counts where a session goes on: a second factor that does not count there was not shown there. */
export const countedOf = (methods: readonly SignInMethod[], counts: boolean): readonly SignInMethod[] =>
  counts ? methods : methods.filter((it) => !isFactor(it))

/** How far a session goes that showed a second factor before, and shows this one now: as far as the person's own, if it is among them. */
export function furthest(before: Mark | null, now: Mark): Mark {
  if (before === null || before.connection !== null) return now
  return now.connection === null
    ? { ...unmarked, beside: before.beside.filter((it) => now.beside.includes(it)) }
    : before
}

interface Asked {
  readonly must_change_password: boolean
  readonly has_factor: boolean
  /** A second factor is required of the account that is entered. */
  readonly required: boolean
}
/** What is left of a sign-in that has proved this much. Every session that begins or goes on asks here. */
export function nextStep(methods: readonly SignInMethod[], asked: Asked): Step | null {
  if (asked.has_factor && !isWhole(methods)) return 'second_factor'
  if (asked.must_change_password && methods.includes('password')) return 'change_password'
  return asked.required && !asked.has_factor && !isWhole(methods) ? 'enrol_factor' : null
}

/** A password that somebody else chose opens one session, and only for some days. */
export const mayUseOnce = (usedUp: boolean): Ruling =>
  usedUp ? refusals(sessions.signIn)('credentials_wrong') : grant(undefined)
