import type { Me, Permission } from '@tenantry/contract'
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '../../kit/api.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.profile.show({}, { signal }),
})

export const useMe = () => useSuspenseQuery(meQuery).data

/** Forgets what one person loaded before another one sits here; the installation is everybody's. */
export function useForget() {
  const queries = useQueryClient()
  return useCallback(
    () => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'installation' }),
    [queries],
  )
}

/** Somebody just signed in here. */
export function useSignedIn() {
  const queries = useQueryClient()
  const forget = useForget()
  return useCallback(
    (me: Me) => {
      forget()
      queries.setQueryData(meQuery.queryKey, me)
    },
    [queries, forget],
  )
}

interface Place {
  id: string
  ancestors: readonly { id: string }[]
}

/** A grant reaches the whole subtree of its node, so any node on the way up counts. For showing only: the API decides. */
export const can = (me: Me, permission: Permission, place: Place) =>
  grantsAt(me, place).some((grant) => grant.permissions.includes(permission))

export function grantsAt(me: Me, place: Place) {
  const path = [place.id, ...place.ancestors.map(({ id }) => id)]
  return me.grants.filter((grant) => path.includes(grant.organization.id))
}

export const passwordQuery = queryOptions({
  queryKey: ['me', 'password'],
  queryFn: ({ signal }) => api.profile.password({}, { signal }),
})
