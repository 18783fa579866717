import { Button, Stack } from '@mantine/core'
import { IconHelpCircle, IconPlus } from '@tabler/icons-react'
import { Outlet, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CreateDialog } from './CreateDialog.tsx'
import { DiagnosisDialog } from './DiagnosisDialog.tsx'
import { Questions } from './Questions.tsx'
import { usersSearch, type UsersSearch } from './search.ts'
import type { Question } from './UserActions.tsx'
import { useMayCreate } from './useMayCreate.ts'
import { UserList } from './UserList.tsx'
import { UsersOf } from './UsersOf.tsx'

const route = getRouteApi('/shell/o/$organization/management/users')

/** The people of an organization. */
export function UsersPage() {
  const { t } = useTranslation('users')
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [question, setQuestion] = useState<Question | null>(null)
  const mayCreate = useMayCreate(organization)
  const change = (patch: { [K in keyof UsersSearch]?: string | true | undefined }) =>
    void navigate({ search: (before) => usersSearch({ ...before, ...patch }), replace: true })
  const tools = (
    <>
      <Button
        variant="subtle"
        leftSection={<IconHelpCircle size={16} aria-hidden="true" />}
        onClick={() => change({ diagnose: '' })}
      >
        {t('diagnosis.open')}
      </Button>
      {mayCreate && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => change({ create: true })}
        >
          {t('create.open')}
        </Button>
      )}
    </>
  )
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
      <UserList
        organization={organization}
        search={search}
        onChange={change}
        onOpen={(home, user) =>
          void navigate({
            to: '/o/$organization/users/$user',
            params: { organization: home, user },
            search: true,
          })
        }
        onAsk={setQuestion}
        tools={tools}
      />
      {search.diagnose !== undefined && (
        <DiagnosisDialog
          organization={organization}
          email={search.diagnose}
          onEmail={(diagnose) => change({ diagnose })}
          onAsk={setQuestion}
          onClose={() => change({ diagnose: undefined })}
        />
      )}
      <Questions question={question} place={organization} onClose={() => setQuestion(null)} />
      {search.create && mayCreate && (
        <CreateDialog opened organization={organization} onClose={() => change({ create: undefined })} />
      )}
      <Outlet />
    </Stack>
  )
}
