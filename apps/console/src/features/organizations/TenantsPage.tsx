import { Button, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Blank } from '../../kit/Blank.tsx'
import { Page } from '../../kit/Page.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { SearchField } from '../../kit/SearchField.tsx'
import { DataTable } from '../../kit/table/DataTable.tsx'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { Toolbar } from '../../kit/table/Toolbar.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { usePages } from '../../kit/table/usePages.ts'
import { useLabel, useLevel } from '../installation/index.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { useMay, useOrganization } from './queries.ts'
import { tenantsSearch, type TenantsSearch } from './search.ts'
import { useTenantColumns } from './useTenantColumns.tsx'

const route = getRouteApi('/shell/o/$organization/tenants')

/** The organizations one level below, for whoever runs the level above. */
export function TenantsPage() {
  const { t } = useTranslation('organizations')
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const label = useLabel()
  const { below } = useLevel(place.level)
  const { display, setDisplay } = useDisplay('tenants')
  const { sort = 'name', order = 'asc' } = search
  const asked = { organization, sort, order, ...(search.search ? { search: search.search } : {}) }
  const pages = usePages(['organizations', 'list', asked], (cursor, signal) =>
    api.organizations.list({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
  )
  const change = (patch: { [K in keyof TenantsSearch]?: TenantsSearch[K] | undefined }) =>
    void navigate({ search: (before) => tenantsSearch({ ...before, ...patch }), replace: true })
  const words = { level: below?.label ?? '', plural: below?.plural ?? '' }
  const columns = useTenantColumns()
  const create = may('organizations.create') && (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => change({ create: true })}>
      {t('list.create', words)}
    </Button>
  )
  const empty = pages.rows?.length === 0
  return (
    <Page title={label(`menu.${below?.key}s`, words.plural)} action={create}>
      <Stack gap="md">
        <Toolbar
          search={
            <SearchField
              label={t('list.search', words)}
              value={search.search ?? ''}
              onSearch={(text) => change({ search: text || undefined })}
            />
          }
          display={<DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />}
        />
        {pages.error && <Refusal error={pages.error} retry={pages.retry} />}
        {!(pages.error && !pages.rows) && !empty && (
          <DataTable
            label={words.plural}
            columns={columns}
            rows={pages.rows}
            rowKey={(row) => row.id}
            display={display}
            sorting={{ sort, order }}
            onSort={change}
            onOpen={(row) => void navigate({ to: '/o/$organization', params: { organization: row.id } })}
            stale={pages.stale}
          />
        )}
        {empty && !search.search && (
          <Blank title={t('list.empty', words)} text={t('list.emptyHint')}>
            {create}
          </Blank>
        )}
        {empty && search.search && (
          <Blank title={t('list.filteredEmpty', { search: search.search })}>
            <Button variant="default" onClick={() => change({ search: undefined })}>
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
      </Stack>
      <CreateDialog
        organization={organization}
        level={words.level}
        opened={search.create === true}
        onClose={() => change({ create: undefined })}
      />
    </Page>
  )
}
