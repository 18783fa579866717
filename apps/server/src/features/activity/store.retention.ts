/** What is kept for how long. */
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

/** For the look-up connection: the shortest and the longest that any organization has set; null where none has. */
export const retentionsStatement = {
  name: 'sign_in_retentions',
  text: `select min((value #>> '{}')::integer) as shortest, max((value #>> '{}')::integer) as longest
    from policy_settings where key = 'retention.sign_in_activity' and jsonb_typeof(value) = 'number'`,
}
const ran = async (rows: Promise<{ rows: { n: number }[] }>) => (await rows).rows[0]?.n ?? 0

export const dropBefore = (tx: Tx, before: Date, most: number) =>
  ran(sql<{ n: number }>`select drop_sign_in_partitions(${before}, ${most}) as n`.execute(tx))
export const sweepDevices = (tx: Tx, most: number) =>
  ran(sql<{ n: number }>`select sweep_known_devices(${tx.now}, ${most}) as n`.execute(tx))
export const sweepOf = (tx: Tx, path: string, before: Date, most: number) =>
  ran(sql<{ n: number }>`select sweep_sign_ins(${path}, ${before}, ${most}) as n`.execute(tx))

/** The next organization, in the order of paths, that has a sign-in older than `before`. */
export const nextWithOlder = async (tx: Tx, after: string, before: Date): Promise<string | undefined> =>
  (
    await sql<{
      path: string
    }>`select org_path as path from sign_ins where org_path > ${after} and org_path < ${tx.reach.hi}
      and at < ${before} order by org_path limit 1`.execute(tx)
  ).rows[0]?.path
