import type { Organization, OrganizationRow, Permission } from '@tenantry/contract'
import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'
import { usePages } from '../../kit/table/usePages.ts'
import { can, grantsAt, useMe } from '../profile/index.ts'
import { isFiltered, type OrganizationsSearch } from './search.ts'

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

/** The organization from which downwards the signed-in person may do this, this one included, and choose where. */
export function useTop(permission: Permission, organization: string) {
  const me = useMe()
  const place = useOrganization(organization)
  const by = grantsAt(me, place).find(
    ({ permissions }) => permissions.includes(permission) && permissions.includes('organizations.read'),
  )
  return by?.organization
}

/** What rows of a list, the organization of a page, and the dialogs about either have in common. */
export type Subject = Omit<Organization, 'parent' | 'ancestors'>

/** The same question about an organization in a list of this one. */
export function useMayBelow(organization: string) {
  const me = useMe()
  const place = useOrganization(organization)
  return (permission: Permission, { id, ancestors }: OrganizationRow) =>
    can(me, permission, { id, ancestors: [...ancestors, place, ...place.ancestors] })
}

/** Organizations directly below; with a search or a filter those anywhere below. */
export function useOrganizationPages(organization: string, search: OrganizationsSearch) {
  const { sort = 'name', order = 'asc', level, standing } = search
  const asked = {
    organization,
    sort,
    order,
    ...(isFiltered(search) ? { within: 'subtree' as const } : {}),
    ...(search.search ? { search: search.search } : {}),
    ...(level ? { level } : {}),
    ...(standing ? { standing } : {}),
  }
  return usePages(['organizations', 'list', asked], (cursor, signal) =>
    api.organizations.list({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
  )
}

/** What goes with an organization, in numbers; nothing for whoever may not ask. */
export const useSubtreeCounts = (organization: string, enabled: boolean) =>
  useQuery({
    queryKey: ['organizations', 'counts', organization],
    queryFn: ({ signal }) => api.organizations.previewDelete({ organization }, { signal }),
    staleTime: 0,
    enabled,
  })

export const useMovePreview = (organization: string, to: string | undefined) =>
  useQuery({
    queryKey: ['organizations', 'move', organization, to],
    queryFn: ({ signal }) => api.organizations.previewMove({ organization, to: to ?? '' }, { signal }),
    staleTime: 0,
    enabled: to !== undefined,
  })

/** The newest of what is known: the row that a dialog was opened from may be overtaken. */
export function useFresh<S extends Subject>(subject: S): Subject {
  const { data } = useQuery(organizationQuery(subject.id))
  return data && data.version >= subject.version ? data : subject
}

/** Shows what an organization is now, wherever it is shown. */
export function useShowOrganization() {
  const queries = useQueryClient()
  return (changed: Organization) => {
    queries.setQueryData(organizationQuery(changed.id).queryKey, changed)
    void queries.invalidateQueries({ queryKey: ['organizations'] })
  }
}
