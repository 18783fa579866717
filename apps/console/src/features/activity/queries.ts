import { useQuery } from '@tanstack/react-query'
import { apiPrefix } from '@tenantry/contract'
import { api } from '../../kit/api.ts'
import { usePages } from '../../kit/table/usePages.ts'
import { daysOf, type SignInsSearch } from './search.ts'

const key = ['sign-ins'] as const
const day = 86_400_000

/** From the beginning of a day (UTC), so that the question, and with it the pages after the first, stays the same. */
function filterOf(search: SignInsSearch) {
  const { user, result, method } = search
  const since = new Date((Math.floor(Date.now() / day) + 1 - daysOf(search)) * day).toISOString()
  return { since, ...(user && { user }), ...(result && { result }), ...(method && { method }) }
}

export function useSignIns(organization: string, search: SignInsSearch) {
  const asked = { organization, ...filterOf(search) }
  return usePages([...key, 'list', asked], (cursor, signal) =>
    api.activity.list({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
  )
}
export const useSignInsOf = (organization: string, user: string) =>
  usePages([...key, 'of', user], (cursor, signal) =>
    api.activity.list({ organization, user, limit: 10, ...(cursor ? { cursor } : {}) }, { signal }),
  )
export const useOwnSignIns = () =>
  usePages([...key, 'own'], (cursor, signal) =>
    api.activity.own({ limit: 10, ...(cursor ? { cursor } : {}) }, { signal }),
  )
export function useDays(organization: string, search: SignInsSearch) {
  const asked = { organization, days: daysOf(search), ...(search.user && { user: search.user }) }
  return useQuery({
    queryKey: [...key, 'days', asked],
    queryFn: ({ signal }) => api.activity.days(asked, { signal }),
    placeholderData: (before) => before,
  })
}
/** A plain link: the browser streams the file to disk by itself. */
export const fileAddress = (organization: string, search: SignInsSearch) =>
  `${apiPrefix}/organizations/${organization}/sign-ins/file?${new URLSearchParams(filterOf(search))}`
