import { useQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'
import { usePages } from '../../kit/table/usePages.ts'
import type { InvitesSearch } from './search.ts'

export const invitationsKey = ['invitations'] as const

const filterOf = ({ search, status = 'open' }: InvitesSearch) => ({ status, ...(search ? { search } : {}) })

export function useInvitationPages(organization: string, search: InvitesSearch) {
  const { sort = 'createdAt', order = 'desc' } = search
  const asked = { organization, ...filterOf(search), sort, order }
  return usePages([...invitationsKey, 'list', asked], (cursor, signal) =>
    api.invitations.list({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
  )
}

export function useInvitationCount(organization: string, search: InvitesSearch, enabled = true) {
  const asked = { organization, ...filterOf(search) }
  return useQuery({
    queryKey: [...invitationsKey, 'count', asked],
    queryFn: ({ signal }) => api.invitations.count(asked, { signal }),
    placeholderData: (before) => before,
    enabled,
  }).data
}
