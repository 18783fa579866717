import { Drawer, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Person, fullName } from '../../kit/Person.tsx'
import { UserSignIns } from '../activity/index.ts'
import { UserAccess } from '../access/index.ts'
import { useMay } from '../organizations/index.ts'
import { UserSessions } from '../sessions/index.ts'
import { ChangeRecord } from './ChangeRecord.tsx'
import { userQuery } from './queries.ts'
import { Questions } from './Questions.tsx'
import { UserActions, type Question } from './UserActions.tsx'
import { UserDetails } from './UserDetails.tsx'
import { UserForm } from './UserForm.tsx'

const route = getRouteApi('/shell/o/$organization/management/users/$user')

/** One user beside the list they come from; an address of its own. */
export function UserDrawer() {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const { organization, user: id } = route.useParams()
  const { edit } = route.useSearch()
  const navigate = route.useNavigate()
  const [question, setQuestion] = useState<Question | null>(null)
  const { data: user, error, refetch } = useQuery(userQuery(organization, id))
  const may = useMay(organization)
  const close = () =>
    void navigate({ to: '/o/$organization/users', params: { organization }, search: ({ edit: _, ...rest }) => rest })
  const setEditing = (editing: boolean) =>
    void navigate({ search: ({ edit: _, ...rest }) => (editing ? { ...rest, edit: true } : rest), replace: true })
  return (
    <Drawer
      opened
      // Below a question that is asked in front of it, it would count as the page's own.
      attributes={{ header: { role: 'presentation' } }}
      // What is asked in front of it closes first.
      onClose={() => document.querySelectorAll('[role="dialog"]').length > 1 || close()}
      size={560}
      title={user ? <Person name={fullName(user)} mail={user.email} /> : t('detail.title')}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      {error && !user && <PageRefusal error={error} retry={() => void refetch()} />}
      {!user && !error && <Skeleton height={320} />}
      {user && (
        <Stack gap="lg">
          {edit ? (
            <UserForm key={user.id} user={user} onClose={() => setEditing(false)} />
          ) : (
            <UserDetails
              user={user}
              place={organization}
              onScope={() => setQuestion({ user, about: 'scope' })}
              onAsk={setQuestion}
              onEdit={() => setEditing(true)}
              actions={<UserActions user={user} place={organization} onAsk={setQuestion} />}
            />
          )}
          <section aria-labelledby="access">
            <Title order={2} id="access" mb="md">
              {t('detail.access')}
            </Title>
            <UserAccess organization={organization} user={user.id} name={fullName(user)} />
          </section>
          {may('sessions.read') && (
            <section aria-labelledby="sessions">
              <Title order={2} id="sessions" mb="md">
                {t('detail.sessions')}
              </Title>
              <UserSessions
                organization={user.organization.id}
                user={user.id}
                name={fullName(user)}
                mayEnd={may('sessions.end')}
              />
            </section>
          )}
          {may('sign_ins.read') && (
            <section aria-labelledby="sign-ins">
              <Title order={2} id="sign-ins" mb="md">
                {t('detail.signIns')}
              </Title>
              <UserSignIns organization={organization} user={user.id} />
            </section>
          )}
          <section aria-labelledby="changes">
            <Title order={2} id="changes" mb="md">
              {t('detail.changes')}
            </Title>
            <ChangeRecord organization={organization} user={user.id} />
          </section>
        </Stack>
      )}
      <Questions question={question} place={organization} onClose={() => setQuestion(null)} />
    </Drawer>
  )
}
