/**
 * Failed sign-ins, written down after they were answered: a request only puts a few words into memory, whoever the address
 * belongs to, so that known and unknown ones take the same time. Whether there is an account is looked up a second later,
 * for all of them together. What a process has not written when it is killed, at most a second's worth, is lost.
 */
import type { SignInMethod, SignInResult } from '@tenantry/contract'
import type { Batching } from '../../platform/batching/batching.ts'
import { lineOf } from '../../platform/batching/line.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import { newId } from '../../platform/value/ids.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { resultAt } from './rules.ts'
import * as store from './store.attempts.ts'

export interface Attempt {
  /** The address that was tried, in its canonical form, or the account, where something led to one already. */
  readonly by: { readonly email: string } | { readonly user: string }
  readonly methods: readonly SignInMethod[]
  /** `refused`: what was shown was right. Why it opened nothing is found out with the account. */
  readonly result: Exclude<SignInResult, 'succeeded'>
}
interface Where {
  readonly now: Date
  readonly address: string
  readonly userAgent: string | null
}
type Waiting = Attempt & { readonly at: Date; readonly address: string; readonly userAgent: string | null }

/** Of all accounts together; the next ones are answered as ever and not written down. */
const mostWaiting = 10_000
/** Of one account in one minute: somebody who only fills our disk is not written down a hundredth and first time. */
const mostInMinute = 100
const atOnce = 500

export interface Capabilities {
  readonly lookup: Lookup
  readonly transact: Transact
  readonly now: () => Date
  /** What could not be written (the database is away) waits for the next time. */
  readonly onTrouble: (error: unknown) => void
}
export interface Attempts extends Batching {
  /** Never waits and never fails: the answer is decided already. */
  note(attempt: Attempt, where: Where): void
}
export function attemptsWith({ lookup, transact, now, onTrouble }: Capabilities): Attempts {
  const counts = new Map<string, number>()
  let minute = 0
  const isTooMany = (key: string, at: Date): boolean => {
    const current = Math.floor(at.getTime() / 60_000)
    // One that began in the last minute and is told in this one counts in this one.
    if (current > minute) counts.clear()
    minute = Math.max(minute, current)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count > mostInMinute
  }
  const write = async (batch: readonly Waiting[]) => {
    const emails = batch.flatMap(({ by }) => ('email' in by ? [by.email] : []))
    const users = batch.flatMap(({ by }) => ('user' in by ? [by.user] : []))
    const accounts = await lookup<store.FoundAccount>(store.accountsStatement, [
      [...new Set(emails)],
      [...new Set(users)],
    ])
    const isOf = ({ by }: Waiting, it: store.FoundAccount) =>
      'email' in by ? by.email === it.email : by.user === it.user
    const rows = batch.flatMap((it) =>
      accounts
        .filter((account) => isOf(it, account))
        .map((account) => ({
          id: newId(),
          at: it.at.toISOString(),
          user: account.user,
          identity: account.identity,
          address: it.address,
          user_agent: it.userAgent,
          methods: it.methods,
          result: resultAt(it.result, account),
        })),
    )
    if (!rows.length) return
    const scope = { reach: subtreeOf(rootPath), by: byProduct, now: now() }
    await transact(scope, (tx) => store.insertFailed(tx, rows))
  }
  const { add, ...batching } = lineOf({ write, every: 1_000, most: mostWaiting, atOnce, onError: onTrouble })
  return {
    ...batching,
    note(attempt, { now: at, address, userAgent }) {
      if (isTooMany('email' in attempt.by ? attempt.by.email : attempt.by.user, at)) return
      add({ ...attempt, at, address, userAgent })
    },
  }
}
