import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

export const rolesQuery = (organization: string) =>
  queryOptions({
    queryKey: ['roles', organization],
    queryFn: ({ signal }) => api.roles.list({ organization }, { signal }),
    staleTime: 300_000,
  })

export const useRoles = (organization: string) => useQuery(rolesQuery(organization)).data?.items
