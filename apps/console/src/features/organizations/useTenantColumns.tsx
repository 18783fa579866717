import type { OrganizationRow } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import type { Column } from '../../kit/table/column.ts'

export function useTenantColumns(): Column<OrganizationRow, 'name' | 'createdAt'>[] {
  const { t } = useTranslation('organizations')
  const bounded = useBounded()
  return [
    {
      key: 'name',
      header: t('list.name'),
      sort: 'name',
      leading: true,
      width: '40%',
      cell: (row) => (
        <TextLink to="/o/$organization" params={{ organization: row.id }} c="inherit" fw={500} title={row.name}>
          <bdi>{row.name}</bdi>
        </TextLink>
      ),
    },
    { key: 'users', header: t('list.users'), cell: (row) => bounded(row.users) },
    { key: 'pending', header: t('list.pending'), cell: (row) => bounded(row.pendingInvitations) },
    {
      key: 'createdAt',
      header: t('list.created'),
      sort: 'createdAt',
      cell: (row) => <Moment at={row.createdAt} as="day" />,
    },
  ]
}
