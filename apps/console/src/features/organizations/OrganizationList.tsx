import { Button, Text } from '@mantine/core'
import type { Organization } from '@tenantry/contract'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { DataTable } from '../../kit/table/DataTable.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import type { Display } from '../../kit/table/useDisplay.ts'
import { useLevel } from '../installation/index.ts'
import { OrganizationActions } from './OrganizationActions.tsx'
import { useOrganizationPages } from './queries.ts'
import type { Question } from './Questions.tsx'
import { isFiltered, type OrganizationsSearch } from './search.ts'
import type { useOrganizationColumns } from './useOrganizationColumns.tsx'

interface Props {
  place: Organization
  search: OrganizationsSearch
  label: string
  columns: ReturnType<typeof useOrganizationColumns>
  display: Display
  create: ReactNode
  onChange: (patch: { [K in keyof OrganizationsSearch]?: string | undefined }) => void
  onAsk: (question: Question) => void
}

export function OrganizationList({ place, search, label, columns, display, create, onChange, onAsk }: Props) {
  const { t } = useTranslation('organizations')
  const navigate = useNavigate()
  const { below, lower } = useLevel(place.level)
  const pages = useOrganizationPages(place.id, search)
  const { sort = 'name', order = 'asc' } = search
  const empty = pages.rows?.length === 0
  const filtered = isFiltered(search)
  const clear = { search: undefined, within: undefined, level: undefined, standing: undefined }
  return (
    <>
      {pages.error && <Refusal error={pages.error} retry={pages.retry} />}
      {!(pages.error && !pages.rows) && !empty && (
        <DataTable
          label={label}
          columns={columns}
          rows={pages.rows}
          rowKey={(row) => row.id}
          display={display}
          sorting={{ sort, order }}
          onSort={onChange}
          onOpen={(row) => void navigate({ to: '/o/$organization', params: { organization: row.id } })}
          renderActions={(row) => <OrganizationActions row={row} place={place.id} onAsk={onAsk} />}
          stale={pages.stale}
        />
      )}
      {empty && !filtered && (
        <Blank title={t('list.empty', { plural: below?.plural ?? '' })} text={t('list.emptyHint')}>
          {create}
        </Blank>
      )}
      {empty && filtered && (
        <Blank title={t(search.search ? 'list.searchedEmpty' : 'list.filteredEmpty', { search: search.search ?? '' })}>
          <Button variant="default" onClick={() => onChange(clear)}>
            {t('list.clear')}
          </Button>
        </Blank>
      )}
      {sort === 'code' && lower.some(({ code }) => code === 'optional') && (
        <Text size="xs" c="dimmed" ta="center">
          {t('list.codedOnly')}
        </Text>
      )}
      <ListFoot
        shown={pages.rows?.length ?? 0}
        hasMore={pages.hasMore}
        loading={pages.loadingMore}
        onMore={pages.more}
      />
    </>
  )
}
