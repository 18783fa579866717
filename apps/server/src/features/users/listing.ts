/** The users list: any sort, any filter, by keyset, with its range in plain sight of the planner. */
import { sql, type RawBuilder } from 'kysely'
import { firstRows, inOrder, mostCounted, type Direction, type SortKey } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { countSearched, pageAmong, searched, type Filter, type Searchable } from './searching.ts'
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
  const byActivity = sort === 'lastSignInAt'
  const rowsOf = byActivity ? rowsByActivity(filter, tx.now) : await rowsByUser(tx, filter)
  const walk = { ...rowsOf, key, order, after, fewValues: fewValues.has(sort) }
  const few = byActivity ? fewOf(filter, tx.now) : undefined
  const page = few && (await pageAmong(tx, few, mostFew, walk, limit))
  const found = page ? { page } : await searched(tx, filter, walk, limit)
  // The page is chosen first, by id alone, so that names and roles are joined for its rows only.
  const chosen =
    'page' in found
      ? sql`u.id = any(${found.page}::uuid[])`
      : sql`u.id in (${firstRows({ ...walk, conditions: [...walk.conditions, found.condition] }, key.id, limit + 1)})`
  const { rows } = await sql<UserRow>`${userColumns} where ${chosen} order by ${inOrder(key, order)}`.execute(tx)
  return rows
}

/** Counts to one past `mostCounted`. */
export async function count(tx: Tx, filter: Filter): Promise<number> {
  const { conditions } = await rowsByUser(tx, filter)
  const found = await countSearched(tx, filter, conditions)
  if ('n' in found) return Math.min(found.n, mostCounted + 1)
  const { rows } = await sql<{ n: number }>`select count(*) as n from
    (select from users u where ${sql.join([...conditions, found.condition], sql` and `)} limit ${mostCounted + 1}) counted`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

type Conditions = readonly RawBuilder<unknown>[]
type RowsOf = Pick<Searchable, 'from' | 'conditions' | 'among'>
async function rowsByUser(tx: Tx, filter: Filter): Promise<RowsOf> {
  const conditions = [...ofUsers(filter, tx.now), ...extant(filter, sql`u.org_path`), ...(await absent(tx, filter))]
  return { from: sql`users u`, conditions, among: { from: sql`hits u`, conditions } }
}
/**
 * Activity alone orders a list that nothing else narrows: joining all users of a subtree first cost 240 ms for 9,000. Of users
 * with their activity it is said of both where they are: the planner begins with whichever are fewer. Of those who match a
 * search, or are few, the activity is looked up by their keys.
 */
function rowsByActivity(filter: Filter, now: Date): RowsOf {
  const { search, status, role, locked, signedInBefore: before } = filter
  const home = sql`a.org_path`
  const there = [at(filter, home), ...extant(filter, home), ...(before === undefined ? [] : [lastSignedIn(before)])]
  const theirs = ofUsers(filter, now)
  const keyed = sql`a.user_id = any(array(select u.id from hits u where ${sql.join(theirs, sql` and `)}))`
  const among = { from: sql`user_activity a`, conditions: [...there, keyed] }
  const isNarrowed = search !== undefined || status !== undefined || role !== undefined || locked !== undefined
  if (isNarrowed)
    return { from: sql`user_activity a join users u on u.id = a.user_id`, conditions: [...there, ...theirs], among }
  const undeleted = sql`a.user_id not in (select d.id from users d where d.purge_at is not null)`
  return { from: sql`user_activity a`, conditions: [...there, undeleted], among }
}

/** As many as are looked up one by one; more of a subtree fill a page soon. */
const mostFew = 5_000
/**
 * Those of a subtree whom a filter leaves, as a table like `users` of what the index by name holds: by activity, beginning with
 * everybody's took 100 ms for 90,000 users, of which many had just been there.
 */
function fewOf(filter: Filter, now: Date): RawBuilder<unknown> | undefined {
  const { search, within, path, locked } = filter
  if (search !== undefined || narrowed(filter, now).length === 0) return undefined
  // Everybody and one organization have an index in this order.
  if (within === 'organization' || path === rootPath) return undefined
  const columns = locked === undefined ? sql`` : sql`, u.locked_until`
  return sql`select u.id, u.org_path, u.status, u.role ${columns} from users u
    where ${sql.join(ofUsers(filter, now), sql` and `)} limit ${mostFew}`
}

/** One organization by equality, so that its index gives the sort order too; a subtree by its range. */
function at({ path, within }: Filter, column: RawBuilder<unknown>): RawBuilder<unknown> {
  const { lo, hi } = subtreeOf(path)
  return within === 'organization' ? sql`${column} = ${path}` : sql`${column} >= ${lo} and ${column} < ${hi}`
}

/** As many as are fetched and sorted; of more a page is soon found by walking the list. */
const mostAbsent = 3_000
/** Those who have not signed in since a moment: by their own index where they are few, one by one where they are many. */
async function absent(tx: Tx, filter: Filter): Promise<Conditions> {
  const { signedInBefore: before } = filter
  if (before === undefined) return []
  const then = lastSignedIn(before)
  const { rows } = await sql<{ id: string }>`select a.user_id as id from user_activity a
    where ${at(filter, sql`a.org_path`)} and ${then} limit ${mostAbsent}`.execute(tx)
  return rows.length < mostAbsent
    ? [sql`u.id = any(${rows.map((row) => row.id)}::uuid[])`]
    : [sql`exists (select from user_activity a where a.user_id = u.id and ${then})`]
}
const lastSignedIn = (before: Date | '-infinity') =>
  before === '-infinity' ? sql`a.last_sign_in_at = '-infinity'` : sql`a.last_sign_in_at < ${before}`

/** Whoever belongs to a deleted organization. They are few and hashed once; joined, they made the planner leave the index. */
function extant({ within, deletedOrganizations: gone }: Filter, home: RawBuilder<unknown>): Conditions {
  if (within === 'organization' || gone === 'shown') return []
  const among = sql`(select d.path from organizations d where d.gone)`
  return [gone === 'hidden' ? sql`${home} not in ${among}` : sql`${home} in ${among}`]
}

/** Of the users alone: where they are, and which of them. Who is deleted is found by that status only. */
function ofUsers(filter: Filter, now: Date): Conditions {
  const kept = filter.status === undefined ? [sql`u.status <> 'deleted'`] : []
  return [at(filter, sql`u.org_path`), ...kept, ...narrowed(filter, now)]
}
function narrowed({ status, role, locked }: Filter, now: Date): Conditions {
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
