import type { User } from '@tenantry/contract'
import { queryOptions, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'
import { usePages } from '../../kit/table/usePages.ts'
import type { UsersSearch } from './search.ts'

export const usersKey = ['users'] as const

export const userQuery = (organization: string, user: string) =>
  queryOptions({
    queryKey: [...usersKey, 'one', user],
    queryFn: ({ signal }) => api.users.show({ organization, user }, { signal }),
  })

const filterOf = ({ search, status, role, locked, within, absent, deletedOrganizations }: UsersSearch) => ({
  ...(search ? { search } : {}),
  ...(status ? { status } : {}),
  ...(role ? { role } : {}),
  ...(locked ? { locked } : {}),
  ...(within ? { within } : {}),
  ...(absent === 'never' ? { neverSignedIn: true } : {}),
  ...(absent && absent !== 'never' ? { notSignedInFor: Number.parseInt(absent, 10) } : {}),
  ...(deletedOrganizations ? { deletedOrganizations } : {}),
})

export function useUserPages(organization: string, search: UsersSearch) {
  const { sort = 'name', order = 'asc' } = search
  const asked = { organization, ...filterOf(search), sort, order }
  return usePages([...usersKey, 'list', asked], (cursor, signal) =>
    api.users.list({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
  )
}

export function useUserCount(organization: string, search: UsersSearch) {
  const asked = { organization, ...filterOf(search) }
  return useQuery({
    queryKey: [...usersKey, 'count', asked],
    queryFn: ({ signal }) => api.users.count(asked, { signal }),
    placeholderData: (before) => before,
  }).data
}

export const useChanges = (organization: string, user: string) =>
  usePages([...usersKey, 'changes', user], (cursor, signal) =>
    api.users.changes({ organization, user, limit: 20, ...(cursor ? { cursor } : {}) }, { signal }),
  )

/** The newest of what is known: the row that a dialog was opened from may be overtaken. */
export function useFreshUser(user: User): User {
  const { data } = useQuery(userQuery(user.organization.id, user.id))
  return data && data.version >= user.version ? data : user
}

type Pages = InfiniteData<{ items: User[]; next: string | null }>

/** Shows a user's new state wherever they are on screen, then asks the server for the rest (order, counts, record). */
export function useShowUser() {
  const queries = useQueryClient()
  return (user: User) => {
    queries.setQueryData(userQuery(user.organization.id, user.id).queryKey, user)
    queries.setQueriesData<Pages>(
      { queryKey: [...usersKey, 'list'] },
      (pages) =>
        pages && {
          ...pages,
          pages: pages.pages.map((page) => ({
            ...page,
            items: page.items.map((row) => (row.id === user.id ? user : row)),
          })),
        },
    )
    void queries.invalidateQueries({ queryKey: usersKey })
  }
}
