import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

export const rolesQuery = (organization: string) =>
  queryOptions({
    queryKey: ['roles', organization],
    queryFn: ({ signal }) => api.roles.list({ organization }, { signal }),
    staleTime: 300_000,
  })

/** Also the roles of the levels below: for reading, not for giving. */
export const allRolesQuery = (organization: string) =>
  queryOptions({
    queryKey: ['roles', organization, 'subtree'],
    queryFn: ({ signal }) => api.roles.list({ organization, within: 'subtree' }, { signal }),
    staleTime: 300_000,
  })

/** The organization whose roles these are; a query of its own, since features of organizations stand above this one. */
export const placeQuery = (organization: string) =>
  queryOptions({
    queryKey: ['organizations', 'one', organization],
    queryFn: ({ signal }) => api.organizations.show({ organization }, { signal }),
  })

/** Nothing as long as the organization is still to be chosen. */
export const useRoles = (organization: string | undefined) =>
  useQuery({ ...rolesQuery(organization ?? ''), enabled: organization !== undefined }).data?.items
