/**
 * Password hashes: argon2id 19 MiB, t=2, p=1 (OWASP), as PHC strings. At most cores minus one in flight and a bounded
 * queue behind: without the limit session look-ups beside a sign-in storm had p99 13.6 ms instead of 7.7 ms.
 */
import { hash, verify } from '@node-rs/argon2'
import { availableParallelism } from 'node:os'
import { refuseCommon, Refusal } from '../refusal.ts'

// Algorithm.Argon2id; the library's enum is a const enum, which type stripping cannot read.
const argon2id = 2
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }
const mostMemory = 131_072 // KiB: a stored hash that asks for more is refused, not obeyed
const mostWaiting = 100

export interface Hasher {
  hash(password: string): Promise<string>
  /** With no stored hash the same work is done against a dummy, and the answer is false. */
  verify(stored: string | null, password: string): Promise<boolean>
}

export function createHasher(inFlight = Math.max(1, availableParallelism() - 1)): Hasher {
  let running = 0
  const waiting: (() => void)[] = []
  const permit = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= inFlight) {
      if (waiting.length >= mostWaiting) throw new Refusal(refuseCommon('busy', { retryAfter: 2 }))
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
  const dummy = permit(() => hash('no such account', cost))
  return {
    hash: (password) => permit(() => hash(password.normalize('NFKC'), cost)),
    verify: async (stored, password) => {
      const against = stored !== null && isAffordable(stored) ? stored : await dummy
      const right = await permit(() => verify(against, password.normalize('NFKC')))
      return right && against === stored
    },
  }
}

const isAffordable = (phc: string): boolean => {
  const memory = Number(/^\$argon2id\$v=19\$m=(\d+),t=\d{1,2},p=\d{1,2}\$/.exec(phc)?.[1] ?? Infinity)
  return memory <= mostMemory
}
