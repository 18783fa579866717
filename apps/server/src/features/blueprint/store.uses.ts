/** Who and what depends on the blueprint in force, in numbers: seconds at a million users, for an act done by hand. */
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { rootPath } from '../../platform/value/reach.ts'
import type { Uses } from './rules.ts'

/** `keeping`: keys of the roles that would keep an organization administrable. */
export async function usesOf(tx: Tx, keeping: readonly string[]): Promise<Uses> {
  const [held, invited, levels, tiers, unadministered] = await together(
    holders(tx),
    openInvitations(tx),
    depths(tx),
    tiersInUse(tx),
    withoutAdministrator(tx, keeping),
  )
  const roles = new Map<string, { users: number; invitations: number }>()
  const atLevels = new Map<string, Uses['rolesAtLevels'][number]>()
  const add = (role: string, level: string | null, more: { users?: number; invitations?: number }) => {
    const sum = <T extends { users: number; invitations: number }>(it: T) => ({
      ...it,
      users: it.users + (more.users ?? 0),
      invitations: it.invitations + (more.invitations ?? 0),
    })
    if (level === null) roles.set(role, sum(roles.get(role) ?? { users: 0, invitations: 0 }))
    else {
      const key = `${role} ${level}`
      atLevels.set(key, sum(atLevels.get(key) ?? { role, level, users: 0, invitations: 0 }))
    }
  }
  for (const { role, level, users } of held) add(role, level, { users })
  for (const { role, level, invitations } of invited) add(role, level, { invitations })
  return { roles, rolesAtLevels: [...atLevels.values()], levels, tiers, unadministered }
}

/** By level, and (level null) each user once however often they hold it. */
const holders = async (tx: Tx) =>
  (
    await sql<{ role: string; level: string | null; users: number }>`
      select g.role, o.level, count(distinct g.user_id)::int as users
      from grants g join organizations o on o.path = g.node_path
      where g.org_path >= ${rootPath} group by grouping sets ((g.role), (g.role, o.level))`.execute(tx)
  ).rows

const openInvitations = async (tx: Tx) =>
  (
    await sql<{ role: string; level: string | null; invitations: number }>`
      select i.role, o.level, count(*)::int as invitations
      from invitations i join organizations o on o.path = i.org_path
      where i.org_path >= ${rootPath} and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${tx.now}
      group by grouping sets ((i.role), (i.role, o.level))`.execute(tx)
  ).rows

const depths = async (tx: Tx) =>
  (
    await sql<{ level: string; depth: number; organizations: number }>`
      select level, ((length(path) - 1) / 5)::int as depth, count(*)::int as organizations
      from organizations where path >= ${rootPath} group by 1, 2 order by 2`.execute(tx)
  ).rows

const tiersInUse = async (tx: Tx) =>
  (
    await sql<{ tier: string; organizations: number }>`
      select tier, count(*)::int as organizations
      from organizations where path >= ${rootPath} and tier is not null group by 1`.execute(tx)
  ).rows

const withoutAdministrator = async (tx: Tx, keeping: readonly string[]) => {
  const { rows } = await sql<{ organizations: number }>`
    select count(*)::int as organizations from (
      select g.node_path from grants g join roles r on r.key = g.role join users u on u.id = g.user_id
      where g.org_path >= ${rootPath} and u.status = 'active'
      group by g.node_path having bool_or(r.administrator) and not bool_or(g.role = any(${[...keeping]}::text[]))) lost`.execute(
    tx,
  )
  return rows[0]?.organizations ?? 0
}
