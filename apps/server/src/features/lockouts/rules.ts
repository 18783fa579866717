/** When an account is locked after failed sign-ins, for how long, and who is not concerned. */
import { lockouts, type PolicyValue } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import { placeOf } from '../../platform/value/address.ts'
import type { Limit } from '../../platform/value/limit.ts'

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

/** Guesses of a second factor by somebody who knows the password; nobody else gets this far. */
export const factorGuesses = (identity: string): Limit => ({ name: `factor/${identity}`, most: 5 })
const days = 86_400
/**
 * Those in a row, however slowly. Apart are a browser that is known, and whoever is signed in: somebody who knows the
 * password and nothing else takes neither from the person.
 */
export const factorCeiling = (email: string, browser: string | null, isIn: boolean): Limit => ({
  name: `factors/${email}/${browser ?? (isIn ? 'signed in' : '')}`,
  most: 50,
  window: 30 * days,
  account: email,
})

/** Null: until an administrator ends it. */
export const lockEnd = (now: Date, { release, window }: Lockout): Date | null =>
  release === 'admin' ? null : new Date(now.getTime() + window * 1000)

export const browserEnd = (now: Date): Date => new Date(now.getTime() + 180 * 86_400_000)

export type LockedAfter = 'passwords' | 'factors'
/** What the job is told that records a lock. */
export interface LockOrder {
  readonly email: string
  /** Null: until an administrator ends it. */
  readonly until: string | null
  /** What was tried too often: passwords, or second factors by somebody who knew the password, which a new one ends. */
  readonly after: LockedAfter
  readonly requestId: string
}

export const isLockout = <L>(it: L | undefined): Ruling<L> =>
  it === undefined ? refusals(lockouts.release)('lockout_unknown') : grant(it)
