import { useTranslation } from 'react-i18next'
import type { Filter } from '../../kit/table/Filters.tsx'
import { useLabel, useLevel } from '../installation/index.ts'
import { useOrganization } from '../organizations/index.ts'
import { useRoles } from '../roles/index.ts'
import { absences, type UsersSearch } from './search.ts'

export function useUserFilters(
  organization: string,
  { status, role, locked, within, absent, deletedOrganizations }: UsersSearch,
): Filter[] {
  const { t } = useTranslation('users')
  const label = useLabel()
  const roles = useRoles(organization) ?? []
  const { below } = useLevel(useOrganization(organization).level)
  const statuses = (['active', 'inactive', 'deleted'] as const).map((value) => ({
    value,
    label: label(`status.${value}`, t(`status.${value}`)),
  }))
  const scope = {
    key: 'within',
    label: t('list.scope'),
    value: within,
    options: [{ value: 'subtree', label: t('list.subtree') }],
  }
  const gone = {
    key: 'deletedOrganizations',
    label: t('list.deletedOrganizations'),
    value: deletedOrganizations,
    options: [{ value: 'only', label: t('list.onlyDeleted') }],
  }
  return [
    { key: 'status', label: t('list.status'), value: status, options: statuses },
    {
      key: 'locked',
      label: t('lock.filter'),
      value: locked ? 'true' : undefined,
      options: [{ value: 'true', label: t('lock.filterLocked') }],
    },
    {
      key: 'role',
      label: t('list.role'),
      value: role,
      options: roles.map(({ key, label }) => ({ value: key, label })),
    },
    {
      key: 'absent',
      label: t('list.lastSignIn'),
      value: absent,
      options: absences.map((value) => ({ value, label: t(`list.absent.${value}`) })),
    },
    // At the lowest level there is nothing below to include.
    ...(below ? [scope] : []),
    ...(below && within ? [gone] : []),
  ]
}
