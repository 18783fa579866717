import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

export interface KeptRow {
  key: string
  org_path: string
  level: string
  value: unknown
}
/** What organizations in reach set of these keys, after one of them, in the order of places and keys. */
export const kept = async (tx: Tx, keys: readonly string[], after: { path: string; key: string }, limit: number) =>
  (
    await sql<KeptRow>`select s.key, s.org_path, o.level, s.value
      from setting_values s join organizations o on o.path = s.org_path
      where s.org_path >= ${tx.reach.lo} and s.org_path < ${tx.reach.hi} and s.key = any(${[...keys]}::text[])
        and s.value is not null and (s.org_path, s.key) > (${after.path}, ${after.key})
      order by s.org_path, s.key limit ${limit}`.execute(tx)
  ).rows
