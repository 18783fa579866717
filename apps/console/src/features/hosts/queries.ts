import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

/** Of this page; the API is told it and reads no header. */
export const host = location.hostname.toLowerCase()

/** Kept with what is known of the installation: it is the same for everybody who signs in here. */
export const hostQuery = queryOptions({
  queryKey: ['installation', 'host'],
  queryFn: ({ signal }) => api.hosts.show({ host }, { signal }),
  staleTime: Infinity,
})
export const useHost = () => useSuspenseQuery(hostQuery).data

export const ownHostQuery = queryOptions({
  queryKey: ['host'],
  queryFn: ({ signal }) => api.hosts.own({ host }, { signal }),
  staleTime: 300_000,
})
export const useOwnHost = (enabled: boolean) => useQuery({ ...ownHostQuery, enabled }).data
