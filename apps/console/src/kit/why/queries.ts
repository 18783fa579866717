import { isPermission } from '@tenantry/contract'
import { queryOptions } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { keyOf } from '../texts.ts'

export const whyQuery = (organization: string, permission: string) =>
  queryOptions({
    queryKey: ['access', 'why', organization, permission],
    queryFn: ({ signal }) => api.access.explain({ organization, permission }, { signal }),
  })

/** A permission in words: the catalogue's for those the product checks itself, the blueprint's for its own. */
export function useNameOf() {
  const { t } = useTranslation('kit')
  return ({ key, label }: { key: string; label: string }) =>
    isPermission(key) ? t(`permissions.${keyOf(key)}`) : label
}
