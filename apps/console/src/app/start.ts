import type { Me } from '@tenantry/contract'
import type { QueryClient } from '@tanstack/react-query'
import { installationQuery } from '../features/installation/index.ts'
import { can } from '../features/profile/index.ts'

/** Where somebody begins: the list below them, their own organization's people, or nothing to administer. */
export async function startOf(me: Me, queries: QueryClient) {
  const home = { id: me.organization.id, ancestors: [] }
  const { levels } = await queries.ensureQueryData(installationQuery)
  const lowest = levels.at(-1)?.key === me.organization.level
  if (!lowest && can(me, 'organizations.read', home)) return '/o/$organization/tenants' as const
  if (can(me, 'users.read', home)) return '/o/$organization/users' as const
  if (can(me, 'invitations.read', home) && can(me, 'organizations.read', home))
    return '/o/$organization/invites' as const
  return null
}
