/** The users list: any sort, any filter, by keyset, with its range in plain sight of the planner. */
import { sql, type RawBuilder } from 'kysely'
import { inOrder, isAfter, mostCounted, type Direction, type SortKey } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { fromHits, searched, type Filter, type Found } from './searching.ts'
import { userColumns, type UserRow } from './store.ts'

export type { Filter }

export type Sort = 'name' | 'email' | 'role' | 'status' | 'lastSignInAt' | 'createdAt'

/** Each is backed by two indexes: within one organization, and over all of them. UUIDv7 sorts by creation. */
const keys: Record<Sort, SortKey> = {
  name: { expression: sql`u.name_key`, id: sql`u.id` },
  email: { expression: sql`u.email`, id: sql`u.id` },
  role: { expression: sql`u.role`, id: sql`u.id` },
  status: { expression: sql`u.status`, id: sql`u.id` },
  lastSignInAt: { expression: sql`a.last_sign_in_at`, id: sql`a.user_id` },
  createdAt: { expression: sql`u.id`, id: sql`u.id` },
}
export const sortValue = (row: UserRow, sort: Sort): unknown =>
  ({
    name: row.name_key,
    email: row.email,
    role: row.role,
    status: row.status,
    lastSignInAt: row.last_sign_in_at instanceof Date ? row.last_sign_in_at.toISOString() : '-infinity',
    createdAt: row.id,
  })[sort]

/** One row more than `limit`. */
export async function list(
  tx: Tx,
  filter: Filter,
  sort: Sort,
  order: Direction,
  after: readonly unknown[] | null,
  limit: number,
) {
  const key = keys[sort]
  const from = source(sort, filter)
  const ordered = inOrder(key, order)
  const conditions = [
    ...placed(filter, sort),
    ...narrowed(filter, tx.now),
    ...extant(filter, sort),
    ...(await absent(tx, filter, sort)),
    ...(after ? [beyond(filter, sort, order, after)] : []),
  ]
  const found = await searched(tx, filter, { from, ordered, conditions, limit })
  // The page is chosen first, by id alone, so that names and roles are joined for its rows only.
  const [rowsOf, wanted] = narrowedTo(found, from, sort, conditions)
  const page = sql`select ${key.id} from ${rowsOf} where ${wanted} order by ${ordered} limit ${limit + 1}`
  const { rows } = await sql<UserRow>`${userColumns} where u.id in (${page}) order by ${ordered}`.execute(tx)
  return rows
}

/** Counts to one past `mostCounted`. */
export async function count(tx: Tx, filter: Filter): Promise<number> {
  const conditions = [
    ...placed(filter, 'name'),
    ...narrowed(filter, tx.now),
    ...extant(filter, 'name'),
    ...(await absent(tx, filter, 'name')),
  ]
  const [rowsOf, wanted] = narrowedTo(await searched(tx, filter), sql`users u`, 'name', conditions)
  const { rows } = await sql<{ n: number }>`select count(*) as n from
    (select from ${rowsOf} where ${wanted} limit ${mostCounted + 1}) counted`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Where the rows of a search come from, and under which conditions. */
function narrowedTo(found: Found, from: RawBuilder<unknown>, sort: Sort, conditions: readonly RawBuilder<unknown>[]) {
  const hits = 'hits' in found ? found.hits : null
  const all = 'condition' in found ? [...conditions, found.condition] : conditions
  const rows = hits ? fromHits(hits, sort === 'lastSignInAt') : from
  return [rows, sql.join([...all], sql` and `)] as const
}

const isNarrowed = ({ search, status, role, locked }: Filter) =>
  search !== undefined || status !== undefined || role !== undefined || locked !== undefined
/** Activity alone orders a list that nothing else narrows: joining all users of a subtree first cost 240 ms for 9,000. */
function source(sort: Sort, filter: Filter): RawBuilder<unknown> {
  if (sort !== 'lastSignInAt') return sql`users u`
  return isNarrowed(filter) ? sql`user_activity a join users u on u.id = a.user_id` : sql`user_activity a`
}

/** One organization by equality, so that its index gives the sort order too; a subtree by its range. */
function placed({ path, within }: Filter, sort: Sort): RawBuilder<unknown>[] {
  const { lo, hi } = subtreeOf(path)
  const on = (column: RawBuilder<unknown>) =>
    within === 'organization' ? sql`${column} = ${path}` : sql`${column} >= ${lo} and ${column} < ${hi}`
  return sort === 'lastSignInAt' ? [on(sql`a.org_path`)] : [on(sql`u.org_path`)]
}

/**
 * Where the page goes on. Of a row comparison the planner reckons with the first column alone: beyond `active` it expects
 * nobody, and walks an index over all organizations. Within one organization its own index is therefore named from its first column.
 */
function beyond(
  { path, within }: Filter,
  sort: Sort,
  order: Direction,
  after: readonly unknown[],
): RawBuilder<boolean> {
  const key = keys[sort]
  if (within === 'subtree' || (sort !== 'status' && sort !== 'role')) return isAfter(key, order, after)
  const [value, id] = after
  return isAfter({ ...key, expression: sql`u.org_path, ${key.expression}` }, order, [sql`${path}, ${value}`, id])
}

/** As many as are fetched and sorted; of more a page is soon found by walking the list. */
const mostAbsent = 3_000
/** Those who have not signed in since a moment: by their own index where they are few, one by one where they are many. */
async function absent(tx: Tx, filter: Filter, sort: Sort): Promise<RawBuilder<unknown>[]> {
  const { signedInBefore: before } = filter
  if (before === undefined) return []
  const then = before === '-infinity' ? sql`a.last_sign_in_at = '-infinity'` : sql`a.last_sign_in_at < ${before}`
  if (sort === 'lastSignInAt') return [then]
  const { rows } = await sql<{ id: string }>`select a.user_id as id from user_activity a
    where ${sql.join([...placed(filter, 'lastSignInAt'), then], sql` and `)} limit ${mostAbsent}`.execute(tx)
  return rows.length < mostAbsent
    ? [sql`u.id = any(${rows.map((row) => row.id)}::uuid[])`]
    : [sql`exists (select from user_activity a where a.user_id = u.id and ${then})`]
}

/**
 * Who is deleted is found by that status alone, and whoever belongs to a deleted organization by that filter. Both sets
 * are small and hashed once; joined, or asked for row by row, they made the planner leave the index that has the order.
 */
function extant(filter: Filter, sort: Sort): RawBuilder<unknown>[] {
  const { within, status, deletedOrganizations: gone } = filter
  const activity = sort === 'lastSignInAt'
  const alone = activity && !isNarrowed(filter)
  const home = activity ? sql`a.org_path` : sql`u.org_path`
  const among = sql`(select d.path from organizations d where d.gone)`
  const conditions: RawBuilder<unknown>[] = []
  if (within === 'subtree' && gone === 'hidden') conditions.push(sql`${home} not in ${among}`)
  if (within === 'subtree' && gone === 'only') conditions.push(sql`${home} in ${among}`)
  if (status === undefined && alone)
    conditions.push(sql`a.user_id not in (select d.id from users d where d.purge_at is not null)`)
  if (status === undefined && !alone) conditions.push(sql`u.status <> 'deleted'`)
  return conditions
}

function narrowed({ status, role, locked }: Filter, now: Date): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  // Written out, not as a parameter: the planner must see that the partial index applies.
  if (status === 'inactive') conditions.push(sql`u.status = 'inactive'`)
  if (status === 'active') conditions.push(sql`u.status = 'active'`)
  // Partial too: few are locked.
  if (locked === true) conditions.push(sql`u.locked_until is not null and u.locked_until > ${now}`)
  if (locked === false) conditions.push(sql`(u.locked_until is null or u.locked_until <= ${now})`)
  if (status === 'deleted') conditions.push(sql`u.status = 'deleted'`)
  if (role !== undefined) conditions.push(sql`u.role = ${role}`)
  return conditions
}
