/**
 * Password hashes: argon2id 19 MiB, t=2, p=1 (OWASP), as PHC strings. At most cores minus one in flight and a bounded
 * queue behind: without the limit session look-ups beside a sign-in storm had p99 13.6 ms instead of 7.7 ms.
 */
import { hash } from '@node-rs/argon2'
import { availableParallelism } from 'node:os'
import { refuseCommon, Refusal } from '../refusal.ts'
import { checkOf, cost, isForeign, isOutdated } from './hash-formats.ts'

const mostWaiting = 100
const busy = () => new Refusal(refuseCommon('busy', { retryAfter: 2 }))

export interface Hasher {
  hash(password: string): Promise<string>
  /** With no stored hash the same work is done against a dummy, and the answer is false. */
  verify(stored: string | null, password: string): Promise<boolean>
  /** Whether a hash is of another system, or costs less than ours do by now. */
  isOutdated(stored: string): boolean
  /**
   * Before anything else is done for somebody whose password will be looked at: refuses at once where so many are under way
   * that it would wait for long, so that a storm costs the database nothing. To be called when they are done.
   */
  enter(): () => void
}

export function createHasher(inFlight = Math.max(1, availableParallelism() - 1)): Hasher {
  let running = 0
  const waiting: (() => void)[] = []
  const permit = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= inFlight) {
      if (waiting.length >= mostWaiting) throw busy()
      await new Promise<void>((resolve) => waiting.push(resolve)) // the permit is handed over, `running` stays
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
  let inside = 0
  const dummy = permit(() => hash('no such account', cost))
  return {
    hash: (password) => permit(() => hash(password.normalize('NFKC'), cost)),
    verify: async (stored, password) => {
      const check = stored === null ? null : checkOf(stored)
      const against = check ?? checkOf(await dummy)
      const forms = new Set([password.normalize('NFKC'), ...(stored !== null && isForeign(stored) ? [password] : [])])
      for (const form of forms) {
        const right = await permit(() => against?.(form) ?? Promise.resolve(false))
        if (right) return check !== null
      }
      return false
    },
    isOutdated,
    enter() {
      if (inside >= inFlight + mostWaiting) throw busy()
      inside += 1
      return () => void (inside -= 1)
    },
  }
}
