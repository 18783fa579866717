import { users as routes } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, refusedPassword, useFields } from '../../kit/fields.ts'
import { fullName } from '../../kit/Person.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { usersKey } from './queries.ts'
import type { Way } from './WayField.tsx'

const blank = { email: '', scope: '', role: '', firstName: '', lastName: '', phone: '', password: '' }
interface Chosen {
  organization: string
  /** Where the role is held. */
  scope: string
  way: Way
}

/** The form of a user who is created, and the creating itself. */
export function useCreate({ organization, scope, way }: Chosen, onDone: () => void) {
  const { t } = useTranslation('users')
  const queries = useQueryClient()
  const form = useFields(routes.create.body, blank, {
    user_exists: 'email',
    user_exists_inactive: 'email',
    invitation_pending: 'email',
    email_taken: 'email',
    scope_unknown: 'scope',
    role_unknown: 'role',
    role_not_assignable: 'role',
    initial_password_off: 'password',
    ...refusedPassword('password'),
  })
  const create = useAct(
    ({ email, role, firstName, lastName, phone, password }: typeof blank, intent) => {
      const dialled = given(phone)
      const more = {
        ...(scope === organization ? {} : { scope }),
        ...(dialled ? { phone: dialled } : {}),
        ...(way === 'chosen' ? { password } : {}),
        ...(way === 'credentials' ? { credentials: true } : {}),
      }
      return api.users.create({ organization, email: email.trim(), role, firstName, lastName, ...more }, intent)
    },
    {
      done: (user) => {
        void queries.invalidateQueries({ queryKey: usersKey })
        onDone()
        toast({ text: t('create.done', { name: fullName(user) }) })
      },
      refused: form.place,
    },
  )
  return { form, create }
}
