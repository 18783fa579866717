/**
 * Every try of a second factor goes through here: counted before it is made. Few in a short time, and a ceiling on those in a
 * row that no patience gets past (NIST SP 800-63B 5.2.2): six digits are guessed in some months by whoever may always go on.
 */
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { MemberCall } from '../../platform/value/call.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { holdWith, type Capabilities as Holding } from './holding.ts'
import { answersFor, factorLimits, voucherOf } from './rules.ts'
import * as store from './store.ts'

interface Capabilities extends Holding {
  readonly lookup: Lookup
}
export interface FactorAttempt {
  /** Seconds to wait: too many in a short time. Nothing may be tried then. */
  readonly wait: number | null
  /** Too many in a row. Nothing may be tried until there is a new password by link, or an administrator unlocks. */
  readonly locked: boolean
  /** What it was counted for: on whose word those were set up that count there (null: with something of the person's own). */
  readonly words: readonly (string | null)[]
  /** What was shown is wrong. */
  failed(): Promise<void>
  /** It was right, and that has committed: what was counted is forgotten, where this answers for it. */
  passed(shown: Mark | null): Promise<void>
}
export type FactorGuard = (
  call: Pick<MemberCall, 'actor' | 'home' | 'now' | 'knownBrowser' | 'requestId'>,
) => Promise<FactorAttempt>

const nothing = { failed: () => Promise.resolve(), passed: () => Promise.resolve() }

export function factorGuardWith({ lookup, throttle, ...holding }: Capabilities): FactorGuard {
  const holdAt = holdWith({ throttle, ...holding })
  return async ({ actor: { identity, step, connection }, home, now, knownBrowser: { token }, requestId }) => {
    const hash = token === null || connection !== null ? null : hashOf(token)
    const [tried] = await lookup<store.Tried & Record<string, unknown>>(store.triedStatement, [
      identity,
      hash,
      now,
      home.path,
      connection,
    ])
    const { known, words, voucher: by } = tried ?? { known: false, words: [], voucher: null }
    const browser = known && hash !== null ? hash.toString('hex') : null
    const voucher = settle(voucherOf(connection, by))
    const from = { voucher, browser, isIn: step !== 'second_factor', words }
    const { few, ceiling, locks } = factorLimits(identity, from)
    const [inRow, soon] = await throttle.countEach([ceiling, few] as const, now)
    // What is not tried is not counted: neither of the two uses up the other.
    if (soon.wait !== null) {
      await throttle.takeBack(ceiling)
      return { ...nothing, words, wait: soon.wait, locked: false }
    }
    /** Also by the one after, where this one could not. */
    const hold = async () => {
      if (!locks || inRow.held) return
      await holdAt(ceiling, { identity, until: null, tried: now.toISOString(), after: 'factors', requestId }, now)
    }
    if (inRow.wait !== null) {
      await Promise.all([throttle.takeBack(few), hold()])
      return { ...nothing, words, wait: locks ? null : inRow.wait, locked: locks }
    }
    return {
      wait: null,
      locked: false,
      words,
      failed: () => (inRow.nth === ceiling.most ? hold() : Promise.resolve()),
      passed: async (shown) => {
        if (answersFor(shown, words)) await throttle.forgive([few, ceiling])
        else await Promise.all([few, ceiling].map((it) => throttle.takeBack(it)))
      },
    }
  }
}
