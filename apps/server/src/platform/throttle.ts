/**
 * Counts attempts per account and per network address, before they are tried: fifty at once cannot pass as one. The
 * count is kept in a transaction of its own, so that it stands when the request fails.
 */
import { sql } from 'kysely'
import { keyedHash } from './crypto/keys.ts'
import type { Database } from './db/pool.ts'
import type { Limit } from './value/limit.ts'

export interface Throttle {
  /** Counts one attempt on each; the seconds to wait when one of them is over its limit. */
  attempt(limits: readonly Limit[], now: Date): Promise<number | null>
  /** Counts one attempt, and tells the how manieth it is. */
  count(limit: Limit, now: Date): Promise<number>
  /** Whoever is over the limit stays so until then (null: for good), whatever comes of attempts under way. True for the call that did it. */
  hold(limit: Limit, until: Date | null): Promise<boolean>
  /** Forgets all that was counted, and is not held: the attempt was a rightful one. */
  forgive(limits: readonly Limit[]): Promise<void>
  /** Forgets what was counted for an account, wherever the attempts came from. */
  unlock(account: string): Promise<void>
  /** Takes one attempt back, and leaves the others: many rightful people may share an address. */
  takeBack(limit: Limit): Promise<void>
}
const usualWindow = 15 * 60

export function throttleOn(db: Database, key: Buffer): Throttle {
  const keyOf = (limit: Limit) => keyedHash(key, limit.name)
  const accountKey = (account: string) => keyedHash(key, `account/${account}`)
  interface Row {
    key: Buffer
    failures: number
    until: Date
  }
  const counted = async (limits: readonly Limit[], now: Date): Promise<Row[]> => {
    // Sorted, so that two attempts lock their common rows in one order.
    const sorted = limits.map((limit) => ({ limit, key: keyOf(limit) })).sort((a, b) => a.key.compare(b.key))
    const keys = sorted.map((it) => it.key)
    const accounts = sorted.map(({ limit }) => (limit.account === undefined ? null : accountKey(limit.account)))
    const ends = sorted.map(({ limit }) => new Date(now.getTime() + (limit.window ?? usualWindow) * 1000))
    const { rows } = await sql<Row>`
      insert into throttles as t (key, failures, since, until, account)
      select k, 1, ${now}, e, a from unnest(${keys}::bytea[], ${accounts}::bytea[], ${ends}::timestamptz[]) as given (k, a, e) order by k
      on conflict (key) do update set
        failures = case when t.until <= ${now} then 1 else t.failures + 1 end,
        since = case when t.until <= ${now} then ${now} else t.since end,
        held = t.held and t.until > ${now},
        until = case when t.until <= ${now} then excluded.until else t.until end
      returning key, failures, until`.execute(db)
    return rows
  }
  return {
    async attempt(limits, now) {
      const mostOf = new Map(limits.map((limit) => [keyOf(limit).toString('hex'), limit.most]))
      const rows = await counted(limits, now)
      const over = rows.filter((row) => row.failures > (mostOf.get(row.key.toString('hex')) ?? 0))
      if (!over.length) return null
      return Math.max(1, ...over.map((row) => Math.ceil((row.until.getTime() - now.getTime()) / 1000)))
    },
    count: async (limit, now) => (await counted([limit], now))[0]?.failures ?? Infinity,
    async hold(limit, until) {
      const { rows } = await sql`update throttles set held = true, until = coalesce(${until}::timestamptz, 'infinity')
        where key = ${keyOf(limit)} and not held returning key`.execute(db)
      return rows.length === 1
    },
    async unlock(account) {
      await db.deleteFrom('throttles').where('account', '=', accountKey(account)).execute()
    },
    async takeBack(limit) {
      await sql`update throttles set failures = failures - 1 where key = ${keyOf(limit)} and failures > 0`.execute(db)
    },
    async forgive(limits) {
      await db.deleteFrom('throttles').where('key', 'in', limits.map(keyOf)).where('held', '=', false).execute()
    },
  }
}
