/** The list of organizations: any sort, any filter, by keyset, with counts for the rows of the page alone. */
import { sql } from 'kysely'
import { inOrder, isAfter, mostCounted, type Direction, type SortKey } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { escapedForLike, foldedName } from '../../platform/value/text.ts'
import { columns } from './store.ts'

export type Sort = 'name' | 'code' | 'createdAt'
const keys: Record<Sort, SortKey> = {
  name: { expression: sql`o.name_key`, id: sql`o.id` },
  code: { expression: sql`o.code_key`, id: sql`o.id` },
  createdAt: { expression: sql`o.created_at`, id: sql`o.id` },
}

export interface ListQuery {
  readonly path: string
  readonly within: 'children' | 'subtree'
  readonly search: string | undefined
  readonly level: string | undefined
  readonly standing: 'active' | 'suspended' | 'deleted' | undefined
  readonly sort: Sort
  readonly order: Direction
  readonly after: readonly unknown[] | null
  readonly limit: number
}

/** One row more than `limit`. */
export async function list(tx: Tx, query: ListQuery) {
  const key = keys[query.sort]
  const place =
    query.within === 'children'
      ? sql<boolean>`o.parent_path = ${query.path}`
      : sql<boolean>`o.path > ${query.path} and o.path < ${`${query.path}/`}`
  let found = tx
    .selectFrom('organizations as o')
    .select(columns.map((name) => `o.${name}` as const))
    .select(['o.parent_path', 'o.name_key', 'o.code_key'])
    .where(place)
    // What is deleted, or lies below something deleted, is seen only by who asks for it.
    .where(query.standing === 'deleted' ? sql<boolean>`o.standing = 'deleted'` : sql<boolean>`not o.gone`)
  if (query.standing === 'active') found = found.where(sql<boolean>`not o.stopped`)
  if (query.standing === 'suspended') found = found.where(sql<boolean>`o.stopped`)
  if (query.level !== undefined) found = found.where('o.level', '=', query.level)
  if (query.search) {
    const text = escapedForLike(foldedName(query.search))
    found = found.where(sql<boolean>`(o.name_key like ${`%${text}%`} or o.code_key like ${`${text}%`})`)
  }
  // Whoever has no code stands at no place of that order.
  if (query.sort === 'code') found = found.where('o.code_key', 'is not', null)
  if (query.after) found = found.where(isAfter(key, query.order, query.after))
  const page = found.orderBy(inOrder(key, query.order)).limit(query.limit + 1)
  const bounded = (of: ReturnType<typeof sql>) =>
    sql<number>`(select count(*) from (${of} limit ${mostCounted + 1}) counted)`
  return tx
    .with('page', () => page)
    .selectFrom('page as o')
    .leftJoin('organizations as p', 'p.path', 'o.parent_path')
    .selectAll('o')
    .select(['p.id as parent_id', 'p.name as parent_name', 'p.level as parent_level'])
    .select([
      bounded(sql`select from organizations c where c.parent_path = o.path and not c.gone`).as('children'),
      bounded(sql`select from users u where u.org_path = o.path`).as('users'),
      bounded(sql`select from invitations i where i.org_path = o.path and i.expires_at > ${tx.now}
        and i.accepted_at is null and i.revoked_at is null`).as('pending'),
    ])
    .orderBy(inOrder(key, query.order))
    .execute()
}
