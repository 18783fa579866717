import { Email } from '@tenantry/contract'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { api } from '../../kit/api.ts'

const root = ['federation'] as const
export const connectionsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...root, 'connections', organization],
    queryFn: ({ signal }) => api.federation.list({ organization }, { signal }),
  })
export const domainsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...root, 'domains', organization],
    queryFn: ({ signal }) => api.federation.listDomains({ organization }, { signal }),
  })
export const linksQuery = queryOptions({
  queryKey: [...root, 'links'],
  queryFn: ({ signal }) => api.federation.links({}, { signal }),
})
export function useRefresh() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: root })
}

const { pattern = '' } = Email as { pattern?: string }
const isEmail = (text: string) => new RegExp(pattern, 'u').test(text)
const typing = 300 // milliseconds of rest after the last key
/** Where an address that is being typed leads, or the connection that a link names. */
export function useOffers(email: string, connection: string | undefined) {
  const [rested] = useDebouncedValue(email.trim(), typing)
  const asked = isEmail(rested) ? { email: rested } : connection === undefined ? null : { connection }
  const { data } = useQuery({
    queryKey: [...root, 'offers', asked],
    queryFn: ({ signal }) => api.federation.find(asked ?? {}, { signal }),
    enabled: asked !== null,
  })
  return { offers: data?.offers ?? [], federatedOnly: data?.federatedOnly ?? false }
}
/** Whether nothing but federation is taken; undefined where one may not know. */
export function usePasswords(organization: string, enabled: boolean): boolean | undefined {
  const { data } = useQuery({
    queryKey: ['policies', 'federated-only', organization],
    queryFn: ({ signal }) => api.policies.show({ organization, policy: 'signin.federated_only' }, { signal }),
    enabled,
  })
  return data && data.value === 'on'
}
