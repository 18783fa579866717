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
  /** Forgets all that was counted: the attempt was a rightful one. */
  forgive(limits: readonly Limit[]): Promise<void>
  /** Forgets what was counted for an account, wherever the attempts came from. */
  unlock(account: string): Promise<void>
  /** Takes one attempt back, and leaves the others: many rightful people may share an address. */
  takeBack(limit: Limit): Promise<void>
}
const windowSeconds = 15 * 60

export function throttleOn(db: Database, key: Buffer): Throttle {
  const keyOf = (limit: Limit) => keyedHash(key, limit.name)
  const accountKey = (account: string) => keyedHash(key, `account/${account}`)
  return {
    async attempt(limits, now) {
      const mostOf = new Map(limits.map((limit) => [keyOf(limit).toString('hex'), limit.most]))
      // Sorted, so that two attempts lock their common rows in one order.
      const sorted = limits.map((limit) => ({ limit, key: keyOf(limit) })).sort((a, b) => a.key.compare(b.key))
      const keys = sorted.map((it) => it.key)
      const accounts = sorted.map(({ limit }) => (limit.account === undefined ? null : accountKey(limit.account)))
      const until = new Date(now.getTime() + windowSeconds * 1000)
      const { rows } = await sql<{ key: Buffer; failures: number; until: Date }>`
        insert into throttles as t (key, failures, since, until, account)
        select k, 1, ${now}, ${until}, a from unnest(${keys}::bytea[], ${accounts}::bytea[]) as given (k, a) order by k
        on conflict (key) do update set
          failures = case when t.until <= ${now} then 1 else t.failures + 1 end,
          since = case when t.until <= ${now} then ${now} else t.since end,
          until = case when t.until <= ${now} then ${until} else t.until end
        returning key, failures, until`.execute(db)
      const over = rows.filter((row) => row.failures > (mostOf.get(row.key.toString('hex')) ?? 0))
      if (!over.length) return null
      return Math.max(1, ...over.map((row) => Math.ceil((row.until.getTime() - now.getTime()) / 1000)))
    },
    async unlock(account) {
      await db.deleteFrom('throttles').where('account', '=', accountKey(account)).execute()
    },
    async takeBack(limit) {
      await sql`update throttles set failures = failures - 1 where key = ${keyOf(limit)} and failures > 0`.execute(db)
    },
    async forgive(limits) {
      await db.deleteFrom('throttles').where('key', 'in', limits.map(keyOf)).execute()
    },
  }
}
