import { Button, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Outlet, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { SearchField } from '../../kit/SearchField.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { DataTable } from '../../kit/table/DataTable.tsx'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { FilterChips, FilterMenu } from '../../kit/table/Filters.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { Toolbar } from '../../kit/table/Toolbar.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { NobodyYet } from './NobodyYet.tsx'
import { useUserCount, useUserPages } from './queries.ts'
import { Questions } from './Questions.tsx'
import { usersSearch, type UsersSearch } from './search.ts'
import { useMayCreate } from './useMayCreate.ts'
import { UserActions, type Question } from './UserActions.tsx'
import { useUserColumns } from './useUserColumns.tsx'
import { useUserFilters } from './useUserFilters.ts'
import { UsersOf } from './UsersOf.tsx'

const route = getRouteApi('/shell/o/$organization/management/users')

/** The people of an organization. */
export function UsersPage() {
  const { t } = useTranslation('users')
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const pages = useUserPages(organization, search)
  const count = useUserCount(organization, search)
  const bounded = useBounded()
  const columns = useUserColumns(organization)
  const filters = useUserFilters(organization, search)
  const { display, setDisplay } = useDisplay('users')
  const [question, setQuestion] = useState<Question | null>(null)
  const { sort = 'name', order = 'asc' } = search
  const change = (patch: { [K in keyof UsersSearch]?: string | undefined }) =>
    void navigate({ search: (before) => usersSearch({ ...before, ...patch }), replace: true })
  const clear = {
    search: undefined,
    status: undefined,
    role: undefined,
    within: undefined,
    deletedOrganizations: undefined,
  }
  const mayCreate = useMayCreate(organization)
  const setCreating = (creating: boolean) =>
    void navigate({ search: ({ create: _, ...rest }) => (creating ? { ...rest, create: true } : rest), replace: true })
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  const filtered = Boolean(search.search || filters.some(({ value }) => value))
  const empty = pages.rows?.length === 0
  return (
    <Stack gap="md">
      <UsersOf
        organization={organization}
        search={search}
        // What else is asked for stays; roles are those of a level.
        onGo={(to, { role }) =>
          void navigate({
            to: '/o/$organization/users',
            params: { organization: to },
            search: (before) => usersSearch({ ...before, within: undefined, role }),
          })
        }
      />
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
        display={
          <>
            {mayCreate && (
              <Button
                variant="default"
                leftSection={<IconPlus size={16} aria-hidden="true" />}
                onClick={() => setCreating(true)}
              >
                {t('create.open')}
              </Button>
            )}
            <DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />
          </>
        }
      />
      <FilterChips filters={filters} onChange={change} />
      {pages.error && <Refusal error={pages.error} retry={pages.retry} />}
      {!empty && (
        <DataTable
          label={t('list.label')}
          columns={columns}
          rows={pages.rows}
          rowKey={(user) => user.id}
          display={display}
          sorting={{ sort, order }}
          onSort={change}
          onOpen={(user) =>
            void navigate({
              to: '/o/$organization/users/$user',
              params: { organization: user.organization.id, user: user.id },
              search: true,
            })
          }
          renderActions={(user) => <UserActions user={user} place={organization} onAsk={setQuestion} withOpen />}
          stale={pages.stale}
        />
      )}
      {empty && !filtered && <NobodyYet organization={organization} />}
      {empty && filtered && (
        <Blank title={t('list.filteredEmpty')} text={t('list.filteredEmptyHint')}>
          <Button variant="default" onClick={() => change(clear)}>
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
      <Questions question={question} place={organization} onClose={() => setQuestion(null)} />
      {search.create && <CreateDialog opened organization={organization} onClose={() => setCreating(false)} />}
      <Outlet />
    </Stack>
  )
}
