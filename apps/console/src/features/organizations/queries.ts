import type { Permission } from '@tenantry/contract'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'
import { can, useMe } from '../profile/index.ts'

export const organizationQuery = (organization: string) =>
  queryOptions({
    queryKey: ['organizations', 'one', organization],
    queryFn: ({ signal }) => api.organizations.show({ organization }, { signal }),
  })

export const useOrganization = (organization: string) => useSuspenseQuery(organizationQuery(organization)).data

/** May the signed-in person do this here? Decides what is offered; whether it happens is the API's decision. */
export function useMay(organization: string) {
  const me = useMe()
  const place = useOrganization(organization)
  return (permission: Permission) => can(me, permission, place)
}
