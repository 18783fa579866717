/** The linked sign-ins of a person. */
import type { Tx } from '../../platform/db/scope.ts'

/** For the look-up connection, since connections lie above what the person reaches: their links with names. */
export const linksStatement = {
  name: 'links_of_identity',
  text: `select l.id, l.connection_id, c.org_path, o.id as org_id, c.name, c.issuer, l.email, l.linked_at, l.last_used_at from federated_links l
    join connections c on c.id = l.connection_id join organizations o on o.path = c.org_path
    where l.identity_id = $1 order by l.linked_at, l.id limit 100`,
}
export interface LinkedRow {
  id: string
  connection_id: string
  org_path: string
  org_id: string
  name: string
  issuer: string
  email: string | null
  linked_at: Date
  last_used_at: Date | null
}
/** For the look-up connection: connections that are on and lead to an account of the person; `linked`: whether they are. */
export const reachableStatement = {
  name: 'connections_of_identity',
  text: `select distinct c.id, c.name, c.org_path, exists (select from federated_links l
      where l.connection_id = c.id and l.identity_id = $1) as linked
    from users u join organizations h on h.path = u.org_path and not h.stopped
    join connections c on c.active and starts_with(u.org_path || '.', c.org_path || '.')
    where u.identity_id = $1 and u.status = 'active' order by c.name, c.id limit 50`,
}
export interface ReachableRow {
  id: string
  name: string
  org_path: string
  linked: boolean
}

export const own = (tx: Tx, identity: string) =>
  tx
    .selectFrom('federated_links')
    .select(['id', 'connection_id'])
    .where('identity_id', '=', identity)
    .limit(100)
    .execute()
export const remove = (tx: Tx, identity: string, id: string) =>
  tx.deleteFrom('federated_links').where('identity_id', '=', identity).where('id', '=', id).execute()
