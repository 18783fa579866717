import { Button, Stack } from '@mantine/core'
import type { Invitation } from '@tenantry/contract'
import { IconMail } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { SearchField } from '../../kit/SearchField.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { DataTable } from '../../kit/table/DataTable.tsx'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { FilterChips, FilterMenu, type Filter } from '../../kit/table/Filters.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { Toolbar } from '../../kit/table/Toolbar.tsx'
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
      options: statuses.map((value) => ({ value, label: word(value) })),
    },
  ]
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  const filtered = Boolean(search.search || search.status)
  const empty = pages.rows?.length === 0
  return (
    <Stack gap="md">
      <Toolbar
        search={
          <SearchField
            label={t('list.search')}
            value={search.search ?? ''}
            onSearch={(text) => change({ search: text || undefined })}
          />
        }
        filters={<FilterMenu filters={filters} onChange={change} />}
        count={count && t('list.count', { count: count.count, amount: bounded(count) })}
        display={<DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />}
      />
      <FilterChips filters={filters} onChange={change} />
      {pages.error && <Refusal error={pages.error} retry={pages.retry} />}
      {!empty && (
        <DataTable
          label={t('list.label')}
          columns={columns}
          rows={pages.rows}
          rowKey={(invitation) => invitation.id}
          display={display}
          sorting={{ sort, order }}
          onSort={change}
          renderActions={(invitation) => (
            <InvitationActions invitation={invitation} place={organization} onCancel={setCancelling} />
          )}
          stale={pages.stale}
        />
      )}
      {empty && !filtered && (
        <Blank
          icon={<IconMail size={32} stroke={1.5} aria-hidden="true" />}
          title={t('list.empty')}
          text={t('list.emptyHint')}
        />
      )}
      {empty && filtered && (
        <Blank title={t('list.filteredEmpty')}>
          <Button variant="default" onClick={() => change({ search: undefined, status: undefined })}>
            {t('list.clear')}
          </Button>
        </Blank>
      )}
      <ListFoot
        shown={pages.rows?.length ?? 0}
        hasMore={pages.hasMore}
        loading={pages.loadingMore}
        onMore={pages.more}
      />
      {cancelling && <Cancellation invitation={cancelling} onClose={() => setCancelling(null)} />}
    </Stack>
  )
}
