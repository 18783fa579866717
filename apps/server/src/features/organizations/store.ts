import { sql } from 'kysely'
import { inOrder, isAfter, mostCounted, type Direction } from '../../platform/db/keyset.ts'
import { prepared } from '../../platform/db/prepared.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { escapedForLike, foldedName } from '../../platform/value/text.ts'
import { childPath, rootPath } from '../../platform/value/reach.ts'

const columns = ['id', 'path', 'level', 'name', 'created_at', 'version'] as const

export const findByPath = (tx: Tx, path: string) =>
  tx.selectFrom('organizations').select(columns).where('path', '=', path).executeTakeFirst()

/**
 * Locked: renaming, drawing children and everything decided about its last administrator wait for one another. Not `for
 * update`: rows that refer to the organization may be inserted meanwhile, or a deactivation and a request of the
 * deactivated would wait for each other.
 */
export const lockByPath = (tx: Tx, path: string) =>
  prepared(tx)
    .selectFrom('organizations')
    .select([...columns, 'children_drawn'])
    .where('path', '=', path)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()

export const byPath = (tx: Tx, path: string) =>
  tx.selectFrom('organizations').select(columns).where('path', '=', path).executeTakeFirstOrThrow()

export interface Named {
  id: string
  path: string
  name: string
  level: string
}
/** For the look-up connection: organizations by path, top first. */
export const namedStatement = {
  name: 'organizations_named',
  text: 'select id, path, name, level from organizations where path = any($1) order by path',
}

export const rename = (tx: Tx, id: string, name: string) =>
  tx
    .updateTable('organizations')
    .set((eb) => ({ name, name_key: foldedName(name), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()

export async function insertChild(
  tx: Tx,
  parent: { path: string; children_drawn: number },
  it: { id: string; name: string; level: string },
) {
  const drawn = parent.children_drawn + 1
  await tx.updateTable('organizations').set({ children_drawn: drawn }).where('path', '=', parent.path).execute()
  return insert(tx, { ...it, path: childPath(parent.path, drawn) })
}

const insert = (tx: Tx, it: { id: string; path: string; name: string; level: string }) =>
  tx
    .insertInto('organizations')
    .values({ ...it, name_key: foldedName(it.name), created_at: tx.now })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** The top of the tree; made by whichever process comes first. */
export async function ensureRoot(tx: Tx, it: { id: string; name: string; level: string }) {
  await sql`select pg_advisory_xact_lock(7236, 2)`.execute(tx)
  return (await findByPath(tx, rootPath)) ?? (await insert(tx, { ...it, path: rootPath }))
}

export interface ListQuery {
  readonly path: string
  readonly within: 'children' | 'subtree'
  readonly search: string | undefined
  readonly sort: 'name' | 'createdAt'
  readonly order: Direction
  readonly after: readonly unknown[] | null
  readonly limit: number
}

/** One row more than `limit`; users and pending invitations counted to one past `mostCounted`, for these rows alone. */
export async function list(tx: Tx, query: ListQuery) {
  const key = { expression: query.sort === 'name' ? sql`o.name_key` : sql`o.created_at`, id: sql`o.id` }
  const place =
    query.within === 'children'
      ? sql<boolean>`o.parent_path = ${query.path}`
      : sql<boolean>`o.path > ${query.path} and o.path < ${`${query.path}/`}`
  let found = tx
    .selectFrom('organizations as o')
    .select(['o.id', 'o.path', 'o.parent_path', 'o.level', 'o.name', 'o.name_key', 'o.created_at', 'o.version'])
    .where(place)
  if (query.search) found = found.where('o.name_key', 'like', `%${escapedForLike(foldedName(query.search))}%`)
  if (query.after) found = found.where(isAfter(key, query.order, query.after))
  const page = found.orderBy(inOrder(key, query.order)).limit(query.limit + 1)
  return tx
    .with('page', () => page)
    .selectFrom('page as o')
    .leftJoin('organizations as p', 'p.path', 'o.parent_path')
    .select([
      'o.id',
      'o.level',
      'o.name',
      'o.name_key',
      'o.created_at',
      'o.version',
      'p.id as parent_id',
      'p.name as parent_name',
      'p.level as parent_level',
    ])
    .select([
      sql<number>`(select count(*) from (select from users u where u.org_path = o.path limit ${mostCounted + 1}) counted)`.as(
        'users',
      ),
      sql<number>`(select count(*) from (select from invitations i where i.org_path = o.path and i.expires_at > ${tx.now}
        and i.accepted_at is null and i.revoked_at is null limit ${mostCounted + 1}) counted)`.as('pending'),
    ])
    .orderBy(inOrder(key, query.order))
    .execute()
}
