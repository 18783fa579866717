import { queryOptions } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

export const factorsKey = ['factors'] as const
export const factorsQuery = queryOptions({
  queryKey: [...factorsKey, 'own'],
  queryFn: ({ signal }) => api.factors.list({}, { signal }),
})
/** Asked anew each time: what was used up, or added, is seen at once. */
export const waysQuery = queryOptions({
  queryKey: [...factorsKey, 'ways'],
  queryFn: ({ signal }) => api.factors.ways({}, { signal }),
  staleTime: 0,
})
export const factorsOfQuery = (organization: string, user: string) =>
  queryOptions({
    queryKey: ['users', 'factors', user],
    queryFn: ({ signal }) => api.factors.showOf({ organization, user }, { signal }),
  })
