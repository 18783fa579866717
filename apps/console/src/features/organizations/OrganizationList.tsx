import { Text } from '@mantine/core'
import type { Organization } from '@tenantry/contract'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { ListRows } from '../../kit/table/ListRows.tsx'
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
  const narrowed = {
    title: t(search.search ? 'list.searchedEmpty' : 'list.filteredEmpty', { search: search.search ?? '' }),
    clear: t('list.clear'),
    onClear: () => onChange({ search: undefined, within: undefined, level: undefined, standing: undefined }),
  }
  return (
    <ListRows
      pages={pages}
      label={label}
      columns={columns}
      display={display}
      sorting={{ sort, order }}
      onSort={onChange}
      onOpen={(row) => void navigate({ to: '/o/$organization', params: { organization: row.id } })}
      renderActions={(row) => <OrganizationActions row={row} place={place.id} onAsk={onAsk} />}
      empty={
        <Blank title={t('list.empty', { plural: below?.plural ?? '' })} text={t('list.emptyHint')}>
          {create}
        </Blank>
      }
      narrowed={isFiltered(search) ? narrowed : undefined}
      note={
        sort === 'code' &&
        lower.some(({ code }) => code === 'optional') && (
          <Text size="xs" c="dimmed" ta="center">
            {t('list.codedOnly')}
          </Text>
        )
      }
    />
  )
}
