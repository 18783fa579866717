import { sql } from 'kysely'
import { lockThe } from '../../platform/db/locks.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { newId } from '../../platform/value/ids.ts'

/** Where what is set is kept: a table for each kind of it, all of one shape. */
export type Table = 'policy_settings' | 'setting_values'

/** A value that is set, with where and by whom. */
export interface PlacedRow {
  key: string
  path: string
  value: unknown
  locked: boolean
  set_by: string
  set_by_name: string
  set_at: Date
  reason: string | null
  org_id: string
  org_name: string
  org_level: string
}
export interface FoundRow extends Omit<PlacedRow, 'key'> {
  /** Null in the one row that holds the blueprint's part. */
  key: string | null
}
/**
 * For the look-up connection, since ancestors lie above the reach: $1 the path and all above it, $2 the keys, if only
 * some are asked for. With them `parts` of the blueprint in force, as the value of a row without a key.
 */
export const effectiveStatement = (table: Table, parts: string, some: boolean) => ({
  name: `${table}_effective${some ? '_of_keys' : ''}`,
  text: `select s.key, s.org_path as path, s.value, s.locked, s.set_by, s.set_by_name, s.set_at, s.reason,
      o.id as org_id, o.name as org_name, o.level as org_level
    from ${table} s join organizations o on o.path = s.org_path
    where s.org_path = any($1::text[]) and ${some ? 's.key = any($2::text[]) and ' : ''}s.value is not null
    union all select null, '', ${parts}, false, null, '', null, null, null, '', ''
    from (select document from blueprints order by id desc limit 1) b
    order by path`,
})

/** What is kept of one key here: also of one that was reset (`value` null in the database's sense: `is_set` false). */
export interface OwnRow {
  id: string
  value: unknown
  is_set: boolean
  locked: boolean
  version: number
}
const own = sql`id, value, value is not null as is_set, locked, version`

/**
 * Locked with its organization: the first value of a key has no row yet that two could wait for. Changes of the rules of sessions
 * stand in one line, whose trigger (migration 0022) writes to organizations below: whoever holds one of those already would
 * wait for whoever waits for it.
 */
export async function lock(tx: Tx, table: Table, path: string, key: string): Promise<OwnRow | undefined> {
  if (table === 'policy_settings' && key.startsWith('session.')) await lockThe(tx, 'sessionRules')
  await sql`select from organizations where path = ${path} for no key update`.execute(prepared(tx))
  return find(tx, table, path, key)
}
export const find = async (tx: Tx, table: Table, path: string, key: string): Promise<OwnRow | undefined> =>
  (
    await sql<OwnRow>`select ${own} from ${sql.table(table)} where org_path = ${path} and key = ${key}`.execute(
      prepared(tx),
    )
  ).rows[0]

export const versions = async (tx: Tx, table: Table, path: string) =>
  (
    await sql<{
      key: string
      version: number
    }>`select key, version from ${sql.table(table)} where org_path = ${path}`.execute(prepared(tx))
  ).rows

export interface NewPlaced {
  readonly path: string
  readonly key: string
  /** Undefined: nothing is set here any more. */
  readonly value: unknown
  readonly locked: boolean
  readonly by: { readonly user: string; readonly name: string }
  readonly reason: string | null
}
export async function put(tx: Tx, table: Table, it: NewPlaced): Promise<OwnRow> {
  const value = it.value === undefined ? null : JSON.stringify(it.value)
  const { rows } = await sql<OwnRow>`insert into ${sql.table(table)} as s
      (id, org_path, key, value, locked, set_by, set_by_name, set_at, reason)
    values (${newId()}, ${it.path}, ${it.key}, ${value}::jsonb, ${it.locked}, ${it.by.user}, ${it.by.name}, ${tx.now}, ${it.reason})
    on conflict (org_path, key) do update set value = excluded.value, locked = excluded.locked, set_by = excluded.set_by,
      set_by_name = excluded.set_by_name, set_at = excluded.set_at, reason = excluded.reason, version = s.version + 1
    returning ${own}`.execute(prepared(tx))
  const [row] = rows
  if (!row) throw new Error('an insert that updates instead returns its row')
  return row
}

const facts = ['id', 'seq', 'at', 'type', 'actor_user', 'actor_name', 'before', 'after', 'reason'] as const
/** Newest first, one more than `limit`. */
export const changes = (tx: Tx, path: string, id: string, after: readonly unknown[] | null, limit: number) => {
  let query = tx.selectFrom('events').select(facts).where('target_id', '=', id).where('org_path', '=', path)
  if (after) query = query.where(sql<boolean>`(at, seq) < (${after[0]}, ${after[1]})`)
  return query
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute()
}
export const change = (tx: Tx, path: string, id: string, event: string, type: string) =>
  tx
    .selectFrom('events')
    .select(facts)
    .where('target_id', '=', id)
    .where('org_path', '=', path)
    .where('id', '=', event)
    .where('type', '=', type)
    .executeTakeFirst()
