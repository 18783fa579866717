import { shortestAnywhere } from '@tenantry/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { ListRows } from '../../kit/table/ListRows.tsx'
import { ListTools } from '../../kit/table/ListTools.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { NobodyYet } from './NobodyYet.tsx'
import { useUserCount, useUserPages } from './queries.ts'
import type { UsersSearch } from './search.ts'
import { UserActions, type Question } from './UserActions.tsx'
import { useUserColumns } from './useUserColumns.tsx'
import { useUserFilters } from './useUserFilters.ts'

interface Props {
  organization: string
  search: UsersSearch
  onChange: (patch: { [K in keyof UsersSearch]?: string | undefined }) => void
  onOpen: (organization: string, user: string) => void
  onAsk: (question: Question) => void
  /** What else can be done with the list. */
  tools: ReactNode
}

/** What takes away everything that narrows the list. */
const wide = {
  search: undefined,
  status: undefined,
  role: undefined,
  locked: undefined,
  within: undefined,
  absent: undefined,
  deletedOrganizations: undefined,
}

const isShort = (search = '') => search.trim() !== '' && Array.from(search.trim()).length < shortestAnywhere

/** The users that the address asks for, with what narrows them. */
export function UserList({ organization, search, onChange, onOpen, onAsk, tools }: Props) {
  const { t } = useTranslation('users')
  const pages = useUserPages(organization, search)
  const count = useUserCount(organization, search)
  const bounded = useBounded()
  const columns = useUserColumns(organization)
  const filters = useUserFilters(organization, search)
  const { display, setDisplay } = useDisplay('users')
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  const { sort = 'name', order = 'asc' } = search
  const filtered = Boolean(search.search || filters.some(({ value }) => value))
  const narrowed = {
    title: t('list.filteredEmpty'),
    text: t(isShort(search.search) ? 'list.shortHint' : 'list.filteredEmptyHint'),
    clear: t('list.clear'),
    onClear: () => onChange(wide),
  }
  return (
    <>
      <ListTools
        searchLabel={t('list.search')}
        search={search.search}
        filters={filters}
        onChange={onChange}
        count={count && t('list.count', { count: count.count, amount: bounded(count) })}
        display={
          <>
            {tools}
            <DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />
          </>
        }
      />
      <ListRows
        pages={pages}
        label={t('list.label')}
        columns={columns}
        display={display}
        sorting={{ sort, order }}
        onSort={onChange}
        onOpen={(user) => onOpen(user.organization.id, user.id)}
        renderActions={(user) => <UserActions user={user} place={organization} onAsk={onAsk} withOpen />}
        empty={<NobodyYet organization={organization} />}
        narrowed={filtered ? narrowed : undefined}
      />
    </>
  )
}
