/** Where users belong, and where they hold their role. */
import type { User } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { fullName } from '../../kit/Person.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useShowUser, userQuery, usersKey } from './queries.ts'

const target = (user: User) => ({ organization: user.organization.id, user: user.id })

interface ScopeChange {
  user: User
  scope: string
  role: string
  reason?: string
}
/** The dialog shows a refusal itself. */
export function useChangeScope(done: () => void) {
  const { t } = useTranslation('users')
  const show = useShowUser()
  const queries = useQueryClient()
  return useAct(
    ({ user, scope, role, ...because }: ScopeChange, intent) =>
      api.users.changeScope(
        { ...target(user), scope, ...(role === user.role.key ? {} : { role }), ...because },
        { ...intent, version: user.version },
      ),
    {
      done: (user) => {
        show(user)
        done()
        toast({ text: t('scope.done', { name: fullName(user), role: user.role.label, scope: user.scope.name }) })
      },
      refused: () => void queries.invalidateQueries({ queryKey: usersKey }),
    },
  )
}

interface Move {
  user: User
  to: string
  role: string
  reason?: string
}
/** Whoever looks at the user's own page goes along to the new home; there is nothing left at the old one. */
export function useMoveUser(done: () => void) {
  const { t } = useTranslation('users')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { user: opened } = useParams({ strict: false })
  const follow = async (moved: User) => {
    queries.setQueryData(userQuery(moved.organization.id, moved.id).queryKey, moved)
    if (opened === moved.id)
      await navigate({
        to: '/o/$organization/users/$user',
        params: { organization: moved.organization.id, user: moved.id },
      })
    for (const part of ['list', 'count', 'changes']) void queries.invalidateQueries({ queryKey: [...usersKey, part] })
  }
  return useAct(
    ({ user, ...rest }: Move, intent) =>
      api.users.move({ ...target(user), ...rest }, { ...intent, version: user.version }),
    {
      done: (moved) => {
        done()
        toast({ text: t('move.done', { name: fullName(moved), organization: moved.organization.name }) })
        void follow(moved)
      },
      refused: () => void queries.invalidateQueries({ queryKey: usersKey }),
    },
  )
}
