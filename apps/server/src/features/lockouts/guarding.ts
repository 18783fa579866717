/**
 * Every try of a password goes through here: counted before it is made, against nothing where none may be made, so that
 * locked, unknown and known addresses cost and answer the same.
 */
import type { Hasher } from '../../platform/crypto/hashing.ts'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Transact, type Tx } from '../../platform/db/scope.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { Call } from '../../platform/value/call.ts'
import { rootPath } from '../../platform/value/reach.ts'
import { replaceHash } from '../identities/index.ts'
import type { Policies } from '../policies/index.ts'
import { holdWith } from './holding.ts'
import { browserEnd, guessLimits, lockEnd, strictest, tries, type LockOrder } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly policies: Policies
  readonly transact: Transact
  /** Hands the address to the queue: known and unknown ones cost the caller the same. */
  readonly orderLock: (tx: Tx, order: LockOrder) => Promise<void>
  /** What went wrong after everybody was answered. */
  readonly onTrouble: (error: unknown) => void
}
const mostBrowsers = 10
export interface Attempt {
  /** Seconds to wait: too many tries, whoever it is. Nothing was tried then. */
  readonly wait: number | null
  /** Whose address it is. Told to nobody who signs in. */
  readonly identity: string | null
  /** The hash as it was tried; to be compared under the lock. */
  readonly stored: string | null
  /** Right, and of an account that is not locked. */
  readonly right: boolean
  /** From a browser that is known as the person's. */
  readonly known: boolean
  /** Not even tried: the account is locked. Told to nobody who signs in. */
  readonly locked: boolean
  /** Once the sign-in has committed: what was counted for it is forgotten. */
  passed(): Promise<void>
}
export type Guard = (
  call: Pick<Call, 'address' | 'now' | 'knownBrowser' | 'requestId'>,
  email: string,
  password: string,
) => Promise<Attempt>

export function guardWith(capabilities: Capabilities): Guard {
  const { lookup, hasher, throttle, policies, transact, onTrouble } = capabilities
  const hold = holdWith(capabilities)
  /** The same password under a hash of today's cost. Whoever signs in does not wait for it; what fails is told, and done the next time. */
  const renew = async (identity: string, stored: string, password: string, now: Date): Promise<void> => {
    const hash = await hasher.hash(password)
    await transact({ identity, by: byProduct, now }, (tx) => replaceHash(tx, identity, stored, hash))
  }
  const tried: Guard = async ({ address, now, knownBrowser: cookie, requestId }, email, password) => {
    const tokenHash = cookie.token === null ? null : hashOf(cookie.token)
    const [subject] = await lookup<store.Subject & Record<string, unknown>>(store.subjectStatement, [
      email,
      tokenHash,
      now,
    ])
    const known = subject?.known === true && tokenHash !== null ? tokenHash.toString('hex') : null
    const limits = guessLimits(email, address)
    const wide = known === null ? [limits.account, limits.place] : []
    const homes = subject?.homes.length ? [...new Set(subject.homes)] : [rootPath]
    const [wait, rules] = await Promise.all([
      wide.length ? throttle.attempt(wide, now) : null,
      Promise.all(homes.map(async (path) => (await policies.effective(path, 'lockout')).value)),
    ])
    if (wait !== null)
      return {
        wait,
        identity: null,
        stored: null,
        right: false,
        known: false,
        locked: false,
        passed: () => Promise.resolve(),
      }

    const rule = strictest(rules, { attempts: 10, window: 900, release: 'both' })
    const mine = tries(email, rule, known)
    const [{ nth }] = await throttle.countEach([mine] as const, now)
    const open = nth <= mine.most && (known !== null || subject?.locked !== true)
    const stored = subject?.password_hash ?? null
    const right = await hasher.verify(open ? stored : null, password).catch(async (error: unknown) => {
      await throttle.takeBack(mine) // too busy: nothing was tried
      throw error
    })
    if (!right && nth === mine.most && known === null) {
      const until = lockEnd(now, rule)?.toISOString() ?? null
      await hold(mine, { email, until, tried: now.toISOString(), after: 'passwords', requestId }, now)
    }
    return {
      wait: null,
      identity: subject?.id ?? null,
      stored,
      right,
      known: known !== null,
      locked: !open,
      async passed() {
        // At once, but not in one transaction: it would lock what an attempt locks, and in another order.
        if (known === null)
          await Promise.all([throttle.forgive([mine, limits.account]), throttle.takeBack(limits.place)])
        else await throttle.forgive([mine])
        if (subject && stored !== null && hasher.isOutdated(stored))
          void renew(subject.id, stored, password, now).catch(onTrouble)
      },
    }
  }
  return async (...given) => {
    const leave = hasher.enter()
    try {
      return await tried(...given)
    } finally {
      leave()
    }
  }
}

/**
 * In the transaction of a sign-in by password that no second factor is missing of any more: this browser is known as the
 * person's from now on, and strangers do not lock it out. What its cookie gets, if it was not known before. By password
 * alone: each new one may try five more, and whoever has a passkey of somebody's, or their provider, could fetch one after
 * the other and guess the password past every lock.
 */
export async function knowBrowser(
  tx: Tx,
  identity: string,
  secret: string | null,
): Promise<{ token: string; expiresAt: Date } | null> {
  if (secret !== null && (await store.isKnown(tx, identity, hashOf(secret)))) return null
  const { token, hash } = newToken()
  const expiresAt = browserEnd(tx.now)
  await store.noteBrowser(tx, { identity, tokenHash: hash, until: expiresAt }, mostBrowsers)
  return { token, expiresAt }
}
