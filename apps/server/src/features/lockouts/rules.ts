/** When an account is locked after failed sign-ins, for how long, and who is not concerned. */
import { lockouts, type PolicyValue } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import { placeOf } from '../../platform/value/address.ts'
import type { Limit } from '../../platform/value/limit.ts'
import type { Mark } from '../../platform/value/mark.ts'

export type Lockout = PolicyValue<'lockout'>

/** For a person with several accounts: what any of their organizations asks for at least. */
export const strictest = (all: readonly Lockout[], otherwise: Lockout): Lockout =>
  all.reduce(
    (one, other) => ({
      attempts: Math.min(one.attempts, other.attempts),
      window: Math.max(one.window, other.window),
      release:
        [one, other].find((it) => it.release === 'admin')?.release ??
        (one.release === other.release ? one.release : 'both'),
    }),
    all[0] ?? otherwise,
  )

/**
 * What holds for everybody alike, whoever has an account: how many tries from one network address, and how many at one
 * address, even where they are not tried any more because of a lock.
 */
export const guessLimits = (email: string, address: string): { place: Limit; account: Limit } => ({
  place: { name: `sign-in//${placeOf(address)}`, most: 300 },
  account: { name: `sign-in/${email}`, most: 200, account: email },
})

/** A browser in which the person signed in before counts for itself: strangers do not lock it out, nor it the person. */
const mostKnown = 5
export const tries = (email: string, { attempts, window }: Lockout, browser: string | null): Limit =>
  browser === null
    ? { name: `lockout/${email}`, most: attempts, window, account: email }
    : { name: `lockout/${email}/${browser}`, most: Math.min(attempts, mostKnown), window, account: email }

/** From where somebody shows a second factor. What is tried from one place takes nothing from the others. */
export interface FactorsFrom {
  /** The organization on whose word they came through a connection. */
  readonly voucher: string | null
  /** A browser that is known as the person's. */
  readonly browser: string | null
  /** The session is complete. */
  readonly isIn: boolean
  /** On whose word the factors were set up that are tried there; null: with something of the person's own. */
  readonly words: readonly (string | null)[]
}
export interface FactorLimits {
  readonly few: Limit
  /** Those in a row, however slowly. */
  readonly ceiling: Limit
  /** Beyond the ceiling the account is locked: somebody has the password, or sits in a session of the person's. */
  readonly locks: boolean
}
/** No patience gets past it. */
const month = 30 * 86_400
export const byProvider = { most: 50, window: month }
/** Whose providers vouch for somebody. A connection that is gone takes its sessions along, and begins no count of its own. */
export const voucherOf = (connection: string | null, voucher: string | null): Ruling<string | null> =>
  connection !== null && voucher === null ? refuseCommon('unauthenticated') : grant(voucher)
/** Of second factors alone: wrong passwords and their ends are counted for the address, these for the person. */
export const factorCounts = (identity: string): string => `factors/${identity}`
/**
 * A provider vouches for whomever it likes: what is tried through the connections of an organization, which may be many,
 * counts for that one alone, is ended by nothing but time or what was right, and locks nothing. Known browsers, which may be
 * ten, have one ceiling in common. Where others count, what is tried is counted apart: whoever set one up in one place would
 * begin each count anew by showing it there.
 */
export function factorLimits(identity: string, { voucher, browser, isIn, words }: FactorsFrom): FactorLimits {
  const own = words.length === 1 && words[0] === null
  const among = own ? '' : `/of ${words.map((it) => it ?? 'own').join(' ')}`
  const from =
    voucher !== null ? `provider/${voucher}` : browser !== null ? `browser/${browser}` : isIn ? 'in' : 'password'
  const few = { name: `factor/${identity}/${from}${among}`, most: 5 }
  if (voucher !== null)
    return { few, ceiling: { name: `factors/${identity}/${from}${among}`, ...byProvider }, locks: false }
  const account = factorCounts(identity)
  const [row, most] = browser === null ? [from, 50] : ['known', 100]
  return { few, ceiling: { name: `factors/${identity}/${row}${among}`, most, window: month, account }, locks: true }
}
/** Whether what was right goes as far as all that may have been guessed: a provider's word says nothing of the person's own. */
export const answersFor = (shown: Mark | null, words: readonly (string | null)[]): boolean =>
  shown !== null && (shown.connection === null || words.every((it) => it === shown.connection))
/** A new password by link ends one lock after wrong factors in this time: whoever reads the mailbox would go on for ever. */
export const resetsSince = (now: Date): Date => new Date(now.getTime() - month * 1000)
export const endsByLink = (it: { opens: boolean; factors_reset_at: Date | null }, now: Date): boolean =>
  it.opens && (it.factors_reset_at === null || it.factors_reset_at <= resetsSince(now))

/** Null: until an administrator ends it. */
export const lockEnd = (now: Date, { release, window }: Lockout): Date | null =>
  release === 'admin' ? null : new Date(now.getTime() + window * 1000)

export const browserEnd = (now: Date): Date => new Date(now.getTime() + 180 * 86_400_000)

export type LockedAfter = 'passwords' | 'factors'
/** What the job is told that records a lock: passwords are tried for an address, second factors for a person. */
export type LockOrder = (
  | { readonly after: 'passwords'; readonly email: string }
  | { readonly after: 'factors'; readonly identity: string }
) & {
  /** Null: until an administrator ends it, or a new password by link. */
  readonly until: string | null
  /** When the last of the tries was made. */
  readonly tried: string
  readonly requestId: string
}
/** Whoever began anew since then is not concerned: nothing of what was tried is theirs. */
export const concerns = ({ tried }: LockOrder, provenAt: Date | null): boolean =>
  provenAt === null || provenAt <= new Date(tried)

export const isLockout = <L>(it: L | undefined): Ruling<L> =>
  it === undefined ? refusals(lockouts.release)('lockout_unknown') : grant(it)
