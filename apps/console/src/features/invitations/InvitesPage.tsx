import { Stack } from '@mantine/core'
import type { Invitation } from '@tenantry/contract'
import { IconMail } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import type { Filter } from '../../kit/table/Filters.tsx'
import { ListRows } from '../../kit/table/ListRows.tsx'
import { ListTools } from '../../kit/table/ListTools.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { Cancellation } from './Cancellation.tsx'
import { InvitationActions } from './InvitationActions.tsx'
import { useInvitationCount, useInvitationPages } from './queries.ts'
import { useLabel } from '../installation/index.ts'
import { invitesSearch, statuses, type InvitesSearch } from './search.ts'
import { useInvitationColumns } from './useInvitationColumns.tsx'

const route = getRouteApi('/shell/o/$organization/management/invites')

/** Who has been invited, whether the mail got through, and what can be done about it. */
export function InvitesPage() {
  const { t } = useTranslation('invitations')
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const pages = useInvitationPages(organization, search)
  const count = useInvitationCount(organization, search)
  const label = useLabel()
  const bounded = useBounded()
  const columns = useInvitationColumns()
  const { display, setDisplay } = useDisplay('invitations')
  const [cancelling, setCancelling] = useState<Invitation | null>(null)
  const { sort = 'createdAt', order = 'desc' } = search
  const change = (patch: { [K in keyof InvitesSearch]?: string | undefined }) =>
    void navigate({ search: (before) => invitesSearch({ ...before, ...patch }), replace: true })
  const word = (status: (typeof statuses)[number]) =>
    status === 'open' || status === 'all' ? t(`list.${status}`) : label(`status.${status}`, t(`status.${status}`))
  const filters: Filter[] = [
    {
      key: 'status',
      label: t('list.filter'),
      value: search.status,
      usual: 'open',
      options: statuses.map((value) => ({ value, label: word(value) })),
    },
  ]
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  const narrowed = {
    title: t('list.filteredEmpty'),
    clear: t('list.clear'),
    onClear: () => change({ search: undefined, status: undefined }),
  }
  return (
    <Stack gap="md">
      <ListTools
        searchLabel={t('list.search')}
        search={search.search}
        filters={filters}
        onChange={change}
        count={count && t('list.count', { count: count.count, amount: bounded(count) })}
        display={<DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />}
      />
      <ListRows
        pages={pages}
        label={t('list.label')}
        columns={columns}
        display={display}
        sorting={{ sort, order }}
        onSort={change}
        renderActions={(invitation) => (
          <InvitationActions invitation={invitation} place={organization} onCancel={setCancelling} />
        )}
        empty={
          <Blank
            icon={<IconMail size={32} stroke={1.5} aria-hidden="true" />}
            title={t('list.empty')}
            text={t('list.emptyHint')}
          />
        }
        narrowed={search.search || search.status ? narrowed : undefined}
      />
      {cancelling && <Cancellation invitation={cancelling} onClose={() => setCancelling(null)} />}
    </Stack>
  )
}
