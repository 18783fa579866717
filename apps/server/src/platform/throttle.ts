/**
 * Counts attempts per account and per network address, before they are tried: fifty at once cannot pass as one. The
 * count is kept in a transaction of its own, so that it stands when the request fails.
 */
import { createSecretKey } from 'node:crypto'
import { CompiledQuery } from 'kysely'
import { keyedHash } from './crypto/keys.ts'
import type { RunStatement } from './db/pool.ts'
import type { Tx } from './db/scope.ts'
import type { Limit } from './value/limit.ts'

export interface Throttle {
  /** Counts one attempt on each; the seconds to wait when one of them is over its limit. */
  attempt(limits: readonly Limit[], now: Date): Promise<number | null>
  /** Counts one attempt on each, and tells of each which number it has, and when it is counted no more. */
  countEach<L extends readonly Limit[]>(limits: L, now: Date): Promise<{ [I in keyof L]: Counted }>
  /**
   * Whoever is over the limit stays so until then (null: for good), whatever comes of attempts under way. In the transaction
   * that tells of it; true for the call that did it.
   */
  hold(tx: Tx, limit: Limit, until: Date | null): Promise<boolean>
  /**
   * Forgets all that was counted, and is not held: the attempt was a rightful one. It has been answered for by then, so
   * what goes wrong here is told to whoever runs the server, and the count stands until its time is over.
   */
  forgive(limits: readonly Limit[]): Promise<void>
  /**
   * Forgets what was counted for accounts, wherever the attempts came from: in the transaction that ends their locks, so that
   * neither is done without the other.
   */
  unlock(tx: Tx, accounts: readonly string[]): Promise<void>
  /** The same of what is held; what still runs goes on. */
  release(tx: Tx, accounts: readonly string[]): Promise<void>
  /** Takes one attempt back (or so many), and leaves the others: many rightful people may share an address. What goes wrong is told as when forgiving. */
  takeBack(limit: Limit, times?: number): Promise<void>
}
export interface Counted {
  readonly nth: number
  /** Seconds, where it is over the limit. */
  readonly wait: number | null
  readonly held: boolean
}
const usualWindow = 15 * 60

/**
 * What a crash of the database takes with it is the counts of its last second, and nobody was told of them: not waiting for
 * the disk makes a sign-in shorter. A lock is kept like everything else.
 */
const soon = `(select set_config('synchronous_commit', 'off', true)) is not null`
/** In the order in which attempts lock them: whoever waits for one row holds none that comes after it. */
const deleting = (which: string) =>
  `delete from throttles where key in (select key from throttles where ${which} order by key for update)`
const statements = {
  count: `insert into throttles as t (key, failures, since, until, account)
    select k, 1, $4, e, a from unnest($1::bytea[], $2::bytea[], $3::timestamptz[]) as given (k, a, e) where ${soon} order by k
    on conflict (key) do update set
      failures = case when t.until <= $4 then 1 else t.failures + 1 end,
      since = case when t.until <= $4 then $4 else t.since end,
      held = t.held and t.until > $4,
      until = case when t.until <= $4 then excluded.until else t.until end
    returning key, failures, until, held`,
  hold: `update throttles set held = true, until = coalesce($2::timestamptz, 'infinity') where key = $1 and not held returning key`,
  unlock: deleting('account = any($1::bytea[])'),
  release: deleting('account = any($1::bytea[]) and held'),
  takeBack: `update throttles set failures = greatest(failures - $2, 0) where key = $1 and failures > 0 and ${soon}`,
  // As many as there are of each kind, not a list: of a list's length the planner knows nothing, and would plan anew each time.
  forgive: deleting(`key in ($1::bytea, $2::bytea, $3::bytea) and not held and ${soon}`),
}

interface Row {
  readonly key: Buffer
  readonly failures: number
  /** A number where it is for good: Infinity. */
  readonly until: Date | number
  readonly held: boolean
}

export function throttleOn(run: RunStatement, key: Buffer, onTrouble: (error: unknown) => void): Throttle {
  // Made once: from bytes it is made anew for each hash, which costs more than hashing.
  const secret = createSecretKey(key)
  const keyOf = (limit: Limit) => keyedHash(secret, limit.name)
  const accountKey = (account: string) => keyedHash(secret, `account/${account}`)
  // Planned once per connection: every one of them finds its rows by key.
  const send = (name: keyof typeof statements, values: unknown[]) =>
    run<Row>({ name: `throttle ${name}`, text: statements[name] }, values)
  const countEach = async <L extends readonly Limit[]>(limits: L, now: Date) => {
    const keys = limits.map(keyOf)
    const accounts = limits.map(({ account }) => (account === undefined ? null : accountKey(account)))
    const ends = limits.map(({ window = usualWindow }) => new Date(now.getTime() + window * 1000))
    const rows = await send('count', [keys, accounts, ends, now])
    return limits.map(({ most }, n): Counted => {
      const row = rows.find((it) => keys[n]?.equals(it.key)) ?? { failures: Infinity, until: now, held: false }
      const wait = Math.max(1, Math.ceil((Number(row.until) - now.getTime()) / 1000))
      return { nth: row.failures, wait: row.failures > most ? wait : null, held: row.held }
    }) as { [I in keyof L]: Counted }
  }
  return {
    async attempt(limits, now) {
      const waits = (await countEach(limits, now)).flatMap(({ wait }) => wait ?? [])
      return waits.length ? Math.max(...waits) : null
    },
    countEach,
    async hold(tx, limit, until) {
      const { rows } = await tx.executeQuery(CompiledQuery.raw(statements.hold, [keyOf(limit), until]))
      return rows.length === 1
    },
    async unlock(tx, accounts) {
      await tx.executeQuery(CompiledQuery.raw(statements.unlock, [accounts.map(accountKey)]))
    },
    async release(tx, accounts) {
      await tx.executeQuery(CompiledQuery.raw(statements.release, [accounts.map(accountKey)]))
    },
    async takeBack(limit, times = 1) {
      await send('takeBack', [keyOf(limit), times]).catch(onTrouble)
    },
    async forgive(limits) {
      for (let from = 0; from < limits.length; from += 3) {
        const [one, two = one, three = two] = limits.slice(from, from + 3).map(keyOf)
        await send('forgive', [one, two, three]).catch(onTrouble)
      }
    },
  }
}
