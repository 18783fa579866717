import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { fullName } from '../../kit/Person.tsx'
import { useMay } from '../organizations/index.ts'
import { useMe } from '../profile/index.ts'
import { RolePicker, useRoles } from '../roles/index.ts'
import { useChangeRole } from './acts.ts'

/** Why the role of this user cannot be changed by the person looking at them. */
export function useRoleLock(user: User, place: string) {
  const { t } = useTranslation('users')
  const me = useMe()
  const may = useMay(place)
  if (user.id === me.id) return t('own')
  return may('users.change_role') ? undefined : t('cannotChangeRole')
}

/** The role in a row: changed where it stands. */
export function UserRole({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const roles = useRoles(user.organization.id)
  const change = useChangeRole()
  const chosen = change.isPending ? change.variables.role : user.role.key
  return (
    <RolePicker
      quiet
      size="sm"
      aria-label={t('list.roleOf', { name: fullName(user) })}
      roles={roles}
      held={user.role}
      value={chosen}
      reason={useRoleLock(user, place)}
      onChange={(role) => change.mutate({ user, role })}
    />
  )
}
