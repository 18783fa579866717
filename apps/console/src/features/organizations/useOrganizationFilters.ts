import { Standing } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import type { Filter } from '../../kit/table/Filters.tsx'
import { useLabel, useLevel } from '../installation/index.ts'
import type { OrganizationsSearch } from './search.ts'

export function useOrganizationFilters(level: string, search: OrganizationsSearch): Filter[] {
  const { t } = useTranslation('organizations')
  const label = useLabel()
  const { lower } = useLevel(level)
  const standing = {
    key: 'standing',
    label: t('list.standing'),
    value: search.standing,
    options: Standing.enum.map((value) => ({ value, label: label(`standing.${value}`, t(`standing.${value}`)) })),
  }
  if (lower.length < 2) return [standing]
  return [
    {
      key: 'within',
      label: t('list.within'),
      value: search.within,
      options: [{ value: 'subtree', label: t('list.subtree') }],
    },
    {
      key: 'level',
      label: t('list.level'),
      value: search.level,
      options: lower.map(({ key, plural }) => ({ value: key, label: plural })),
    },
    standing,
  ]
}
