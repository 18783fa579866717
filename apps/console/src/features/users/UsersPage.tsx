import { Button, Stack } from '@mantine/core'
import { IconHelpCircle, IconPlus } from '@tabler/icons-react'
import { Outlet, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { ListRows } from '../../kit/table/ListRows.tsx'
import { ListTools } from '../../kit/table/ListTools.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { DiagnosisDialog } from './DiagnosisDialog.tsx'
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
    locked: undefined,
    within: undefined,
    absent: undefined,
    deletedOrganizations: undefined,
  }
  const mayCreate = useMayCreate(organization)
  const setCreating = (creating: boolean) =>
    void navigate({ search: ({ create: _, ...rest }) => (creating ? { ...rest, create: true } : rest), replace: true })
  const setDiagnosed = (diagnose: string | undefined) =>
    void navigate({
      search: ({ diagnose: _, ...rest }) => (diagnose === undefined ? rest : { ...rest, diagnose }),
      replace: true,
    })
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  const filtered = Boolean(search.search || filters.some(({ value }) => value))
  const narrowed = {
    title: t('list.filteredEmpty'),
    text: t('list.filteredEmptyHint'),
    clear: t('list.clear'),
    onClear: () => change(clear),
  }
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
      <ListTools
        searchLabel={t('list.search')}
        search={search.search}
        filters={filters}
        onChange={change}
        count={count && t('list.count', { count: count.count, amount: bounded(count) })}
        display={
          <>
            <Button
              variant="subtle"
              leftSection={<IconHelpCircle size={16} aria-hidden="true" />}
              onClick={() => setDiagnosed('')}
            >
              {t('diagnosis.open')}
            </Button>
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
      <ListRows
        pages={pages}
        label={t('list.label')}
        columns={columns}
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
        empty={<NobodyYet organization={organization} />}
        narrowed={filtered ? narrowed : undefined}
      />
      {search.diagnose !== undefined && (
        <DiagnosisDialog
          organization={organization}
          email={search.diagnose}
          onEmail={setDiagnosed}
          onAsk={setQuestion}
          onClose={() => setDiagnosed(undefined)}
        />
      )}
      <Questions question={question} place={organization} onClose={() => setQuestion(null)} />
      {search.create && <CreateDialog opened organization={organization} onClose={() => setCreating(false)} />}
      <Outlet />
    </Stack>
  )
}
