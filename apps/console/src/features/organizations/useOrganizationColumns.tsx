import { Text } from '@mantine/core'
import type { OrganizationRow } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import type { Column } from '../../kit/table/column.ts'
import { useInstallation, useLevel, useTier } from '../installation/index.ts'
import { OrganizationStanding } from './OrganizationStanding.tsx'
import type { sorts } from './search.ts'

type OrganizationColumn = Column<OrganizationRow, (typeof sorts)[number]>

/** The columns that say something in this product: codes, tiers and levels where the blueprint has them. */
export function useOrganizationColumns(level: string): OrganizationColumn[] {
  const { t } = useTranslation('organizations')
  const { levels, tiers } = useInstallation()
  const { lower } = useLevel(level)
  const tierOf = useTier()
  const bounded = useBounded()
  const several = lower.length > 1
  const columns: (OrganizationColumn | false)[] = [
    {
      key: 'name',
      header: t('list.name'),
      sort: 'name',
      leading: true,
      width: several ? '26%' : '22%',
      cell: (row) => <Name row={row} />,
    },
    lower.some(({ code }) => code !== 'none') && {
      key: 'code',
      header: t('list.code'),
      sort: 'code',
      blank: ({ code }) => !code,
      width: '14%',
      cell: ({ code }) =>
        code && (
          <Text size="sm" truncate title={code}>
            {code}
          </Text>
        ),
    },
    {
      key: 'description',
      header: t('list.description'),
      hiddenAtFirst: several,
      blank: ({ description }) => !description,
      width: '16%',
      cell: ({ description }) =>
        description && (
          <Text size="sm" lineClamp={2} title={description} style={{ overflowWrap: 'anywhere' }}>
            <bdi>{description}</bdi>
          </Text>
        ),
    },
    tiers.length > 0 && {
      key: 'tier',
      header: t('list.tier'),
      width: '11%',
      cell: ({ tier }) => tier && tierOf(tier).label,
    },
    several && {
      key: 'level',
      header: t('list.level'),
      width: '11%',
      cell: (row) => levels.find(({ key }) => key === row.level)?.label ?? row.level,
    },
    {
      key: 'standing',
      header: t('list.standing'),
      width: '13%',
      cell: (row) => <OrganizationStanding organization={row} />,
    },
    several && { key: 'children', header: t('list.children'), cell: ({ children }) => bounded(children) },
    { key: 'users', header: t('list.users'), cell: ({ users }) => bounded(users) },
    { key: 'pending', header: t('list.pending'), cell: ({ pendingInvitations }) => bounded(pendingInvitations) },
    {
      key: 'createdAt',
      header: t('list.created'),
      sort: 'createdAt',
      hiddenAtFirst: true,
      cell: ({ createdAt }) => <Moment at={createdAt} as="day" />,
    },
  ]
  return columns.filter((column) => column !== false)
}

/** The name, and where it lies when that is not right here. */
function Name({ row: { id, name, ancestors } }: { row: OrganizationRow }) {
  const path = ancestors.map((above) => above.name).join(' / ')
  return (
    <div style={{ minWidth: 0, width: '100%' }}>
      <TextLink
        to="/o/$organization"
        params={{ organization: id }}
        c="inherit"
        fw={500}
        title={name}
        display="block"
        truncate
      >
        <bdi>{name}</bdi>
      </TextLink>
      {path && (
        <Text size="xs" c="dimmed" truncate title={path}>
          {path}
        </Text>
      )}
    </div>
  )
}
