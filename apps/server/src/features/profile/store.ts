/** For the look-up connection: whoever is asked for a change lies above every reach of the one who asks. */
export interface Asker {
  name: string
  email: string
  org_id: string
  organization: string
}
export const askerStatement = {
  name: 'asker',
  text: `select u.first_name || ' ' || u.last_name as name, u.email, o.id as org_id, o.name as organization
    from users u join organizations o on o.path = u.org_path where u.id = $1 and u.status = 'active'`,
}
export interface AdministratorAbove {
  user: string
  org_id: string
  org_path: string
}
/** Active administrators at the nearest place above the home of $1 that has any (at most 20). */
export const administratorsAboveStatement = {
  name: 'administrators_above',
  text: `select distinct on (a.user) a.user, a.org_id, a.org_path from (
      select u.id as user, o.id as org_id, o.path as org_path, g.node_path,
        max(length(g.node_path)) over () as nearest
      from users me join grants g on g.node_path = any(array(
          select left(me.org_path, 1 + 5 * n) from generate_series(0, (length(me.org_path) - 1) / 5 - 1) n))
        join roles r on r.key = g.role and r.administrator and 'users.update' = any(r.permissions)
        join users u on u.id = g.user_id and u.status = 'active' join organizations o on o.path = u.org_path
      where me.id = $1) a
    where length(a.node_path) = a.nearest order by a.user limit 20`,
}
