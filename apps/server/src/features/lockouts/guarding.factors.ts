/**
 * Every try of a second factor goes through here: counted before it is made. Few in a short time, and a ceiling on those in a
 * row that no patience gets past (NIST SP 800-63B 5.2.2): six digits are guessed in some months by whoever may always go on.
 */
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { MemberCall } from '../../platform/value/call.ts'
import { factorCeiling, factorGuesses, type LockOrder } from './rules.ts'
import * as store from './store.ts'

interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly orderLock: (order: LockOrder) => Promise<void>
}
export interface FactorAttempt {
  /** Seconds to wait: too many in a short time. Nothing may be tried then. */
  readonly wait: number | null
  /** Too many in a row. Nothing may be tried until there is a new password, or an administrator unlocks. */
  readonly locked: boolean
  /** What was shown is wrong. */
  failed(): Promise<void>
  /** It was right, and that has committed: what was counted is forgotten. */
  passed(): Promise<void>
}
export type FactorGuard = (
  call: Pick<MemberCall, 'actor' | 'now' | 'knownBrowser' | 'requestId'>,
) => Promise<FactorAttempt>

const nothing = { failed: () => Promise.resolve(), passed: () => Promise.resolve() }

export const factorGuardWith =
  ({ lookup, throttle, orderLock }: Capabilities): FactorGuard =>
  async ({ actor: { identity, step }, now, knownBrowser: { token }, requestId }) => {
    const guesses = factorGuesses(identity)
    const wait = await throttle.attempt([guesses], now)
    if (wait !== null) return { ...nothing, wait, locked: false }
    const tokenHash = token === null ? null : hashOf(token)
    const [subject] = await lookup<store.FactorSubject>(store.factorSubjectStatement, [identity, tokenHash, now])
    const { email, known } = subject ?? { email: '', known: false }
    const browser = known ? (tokenHash?.toString('hex') ?? null) : null
    const ceiling = factorCeiling(email, browser, step !== 'second_factor')
    const nth = await throttle.count(ceiling, now)
    /** Also by the one after, where a process died before it said so. */
    const hold = async () => {
      if (!(await throttle.hold(ceiling, null)) || browser !== null) return
      await orderLock({ email, until: null, after: 'factors', requestId })
    }
    if (nth > ceiling.most) {
      await hold()
      return { ...nothing, wait: null, locked: true }
    }
    return {
      wait: null,
      locked: false,
      failed: () => (nth === ceiling.most ? hold() : Promise.resolve()),
      passed: () => throttle.forgive([guesses, ceiling]),
    }
  }
