import type { Policy, PolicyKey, PolicyValue, ReasonedAct } from '@tenantry/contract'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

const policiesKey = ['policies'] as const
export const policiesQuery = (organization: string) =>
  queryOptions({
    queryKey: [...policiesKey, 'list', organization],
    queryFn: ({ signal }) => api.policies.list({ organization }, { signal }),
  })

type Rules = { readonly [K in PolicyKey]?: PolicyValue<K> }
/** What whoever acts here has to keep to; nothing until it is known. The API decides anyway. */
export const useRules = (organization: string): Rules =>
  useQuery({
    queryKey: [...policiesKey, 'inForce', organization],
    queryFn: ({ signal }) => api.policies.inForce({ organization }, { signal }),
  }).data?.values ?? {}

/** Whether a reason must be given for this here. */
export const useReasonFor = (act: ReasonedAct, organization: string): boolean =>
  useRules(organization)['reason.required']?.includes(act) ?? false

export const pastKey = (organization: string, policy: PolicyKey) => [...policiesKey, 'history', organization, policy]

/** Shows a policy's new state at once, then asks for the rest: lists of users may look different now, too. */
export function useShowPolicy(organization: string) {
  const queries = useQueryClient()
  return (policy: Policy) => {
    queries.setQueryData(
      policiesQuery(organization).queryKey,
      (all) => all && { items: all.items.map((it) => (it.key === policy.key ? policy : it)) },
    )
    void queries.invalidateQueries({ queryKey: policiesKey })
    void queries.invalidateQueries({ queryKey: ['users'] })
  }
}
/** After a refusal: as it really is. */
export function useReload() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: policiesKey })
}
