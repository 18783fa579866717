/** The users list: any sort, any filter, by keyset, with its range in plain sight of the planner. */
import { sql, type RawBuilder } from 'kysely'
import { firstRows, inOrder, mostCounted, type Direction, type SortKey } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { countSearched, searched, type Filter } from './searching.ts'
import { userColumns, type UserRow } from './store.ts'

export type { Filter }

export type Sort = 'name' | 'email' | 'role' | 'status' | 'lastSignInAt' | 'createdAt'

/** Many rows have the same: a role, a status, never to have signed in. */
const fewValues: ReadonlySet<Sort> = new Set(['role', 'status', 'lastSignInAt'])
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
  const conditions = [
    ...placed(filter, sort),
    ...narrowed(filter, tx.now),
    ...extant(filter, sort),
    ...(await absent(tx, filter, sort)),
  ]
  const from = source(sort, filter)
  const walk = { from, hits: hitsFor(sort), conditions, key, order, after, fewValues: fewValues.has(sort) }
  const found = await searched(tx, filter, walk, limit)
  // The page is chosen first, by id alone, so that names and roles are joined for its rows only.
  const page =
    'page' in found
      ? sql`u.id = any(${found.page}::uuid[])`
      : sql`u.id in (${firstRows({ ...walk, conditions: [...conditions, found.condition] }, key.id, limit + 1)})`
  const { rows } = await sql<UserRow>`${userColumns} where ${page} order by ${inOrder(key, order)}`.execute(tx)
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
  const found = await countSearched(tx, filter, conditions)
  if ('n' in found) return Math.min(found.n, mostCounted + 1)
  const { rows } = await sql<{ n: number }>`select count(*) as n from
    (select from users u where ${sql.join([...conditions, found.condition], sql` and `)} limit ${mostCounted + 1}) counted`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

const isNarrowed = ({ search, status, role, locked }: Filter) =>
  search !== undefined || status !== undefined || role !== undefined || locked !== undefined
/** Activity alone orders a list that nothing else narrows: joining all users of a subtree first cost 240 ms for 9,000. */
function source(sort: Sort, filter: Filter): RawBuilder<unknown> {
  if (sort !== 'lastSignInAt') return sql`users u`
  return isNarrowed(filter) ? sql`user_activity a join users u on u.id = a.user_id` : sql`user_activity a`
}
/**
 * The same of those who match a search, one look-up by key after the other: `offset 0` keeps the planner from beginning with
 * everybody's activity.
 */
const hitsFor = (sort: Sort) =>
  sort === 'lastSignInAt'
    ? sql`hits u, lateral (select * from user_activity where user_id = u.id offset 0) a`
    : sql`hits u`

/**
 * One organization by equality, so that its index gives the sort order too; a subtree by its range. Of users with their
 * activity it is said of both: the planner begins with whichever are fewer.
 */
function placed(filter: Filter, sort: Sort): RawBuilder<unknown>[] {
  if (sort !== 'lastSignInAt') return [at(filter, sql`u.org_path`)]
  return [at(filter, sql`a.org_path`), ...(isNarrowed(filter) ? [at(filter, sql`u.org_path`)] : [])]
}
function at({ path, within }: Filter, column: RawBuilder<unknown>): RawBuilder<unknown> {
  const { lo, hi } = subtreeOf(path)
  return within === 'organization' ? sql`${column} = ${path}` : sql`${column} >= ${lo} and ${column} < ${hi}`
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
    where ${at(filter, sql`a.org_path`)} and ${then} limit ${mostAbsent}`.execute(tx)
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
