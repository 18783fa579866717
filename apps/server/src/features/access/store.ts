import { sql } from 'kysely'
import { mostCounted } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf } from '../../platform/value/reach.ts'

export interface HolderRow {
  user: string
  name: string
  home_id: string
  home_name: string
  home_level: string
  role: string
  node: string
  node_id: string
  node_name: string
  node_level: string
}
export interface HoldersQuery {
  /** Nodes at which a grant reaches the place, top first. */
  readonly nodes: readonly string[]
  readonly roles: readonly string[]
  /** Users at home at or below it. */
  readonly top: string
  /** [node, role, user] of the last row before. */
  readonly after: readonly unknown[] | null
  readonly limit: number
  /** From the place upwards, for a few; pages go from the top down. */
  readonly nearest?: boolean
}
/**
 * Looked up for each grant as it comes. As a join the planner may merge it with a walk through all users: seconds at
 * 100,000 where this reads what a page needs.
 */
const isActive = `(select u.status = 'active' and not o.stopped
  from users u join organizations o on o.path = u.org_path where u.id = g.user_id)`
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Active users who hold one of the roles at one of the nodes, by node, role and user: one row more than `limit`. Each
 * node and role (in the collations of their columns, or no index fits) is walked by itself, in the order of its index
 * and no further than a page needs: of 100,000 holders at one node 51 are read, in 0.2 ms.
 */
export async function holders(
  tx: Tx,
  { nodes, roles, top, after, limit, nearest = false }: HoldersQuery,
): Promise<HolderRow[]> {
  if (!nodes.length || !roles.length) return []
  const { lo, hi } = subtreeOf(top)
  const [node, role, user] = after ?? []
  const way = nearest ? sql`desc` : sql`asc`
  // The one row comparison that an index answers: within the group of the last row after it, in later ones from the start.
  const from = after
    ? sql`case when (k.node, k.role) = (${node}::text, ${role}::text) then ${user}::uuid else ${nobody}::uuid end`
    : sql`${nobody}::uuid`
  const groups = after ? sql`(k.node, k.role) >= (${node}::text, ${role}::text)` : sql`true`
  const { rows } = await sql<HolderRow>`select u.id as user, u.first_name || ' ' || u.last_name as name,
      h.id as home_id, h.name as home_name, h.level as home_level, held.role, held.node,
      n.id as node_id, n.name as node_name, n.level as node_level
    from (
      select k.node, k.role, found.user_id from
        (select node collate "C" as node, role from unnest(${nodes}::text[]) node, unnest(${roles}::text[]) role) k
        cross join lateral (
          select g.user_id from grants g
          where g.node_path = k.node and g.role = k.role and g.org_path >= ${lo} and g.org_path < ${hi} and g.user_id > ${from} and ${sql.raw(isActive)}
          order by g.user_id limit ${limit + 1}) found
      where ${groups}
      order by k.node ${way}, k.role, found.user_id limit ${limit + 1}) held
    join users u on u.id = held.user_id
    join organizations h on h.path = u.org_path
    join organizations n on n.path = held.node
    order by held.node ${way}, held.role, held.user_id`.execute(tx)
  return rows
}

/**
 * For the look-up connection: how many active users at home in places above the caller's reach ($2) hold each of the
 * roles ($1) at a node that covers the place ($3). Nothing of anybody is told but this number.
 */
export const aboveStatement = {
  name: 'holders_above',
  text: `select r.role, least(sum(found.n), ${mostCounted + 1})::integer as n
    from unnest($1::text[]) r (role), unnest($2::text[]) h (home), lateral (
      select count(*) as n from (select from grants g
        where g.role = r.role and g.org_path = h.home and g.node_path = any($3) and ${isActive} limit ${mostCounted + 1}) counted) found
    group by r.role having sum(found.n) > 0 order by r.role`,
}
export interface AboveRow {
  role: string
  n: number
}

/** For the look-up connection: the places of somebody's own grants ($1 paths), which may lie apart. */
export const placesStatement = {
  name: 'places_of_grants',
  text: 'select id, path, name, level from organizations where path = any($1)',
}
export interface PlaceRow {
  id: string
  path: string
  name: string
  level: string
}

/** An organization at or below a place. */
export const placeBelow = (tx: Tx, top: string, id: string) => {
  const { lo, hi } = subtreeOf(top)
  return tx
    .selectFrom('organizations')
    .select(['id', 'path', 'name', 'level', 'stopped'])
    .where('id', '=', id)
    .where('path', '>=', lo)
    .where('path', '<', hi)
    .executeTakeFirst()
}

/** The same for many: the path of each that is there, by id. */
export const placesBelow = (tx: Tx, top: string, ids: readonly string[]) => {
  const { lo, hi } = subtreeOf(top)
  return tx
    .selectFrom('organizations')
    .select(['id', 'path'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('path', '>=', lo)
    .where('path', '<', hi)
    .execute()
}
