import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { fullName } from '../../kit/Person.tsx'
import { useMay } from '../organizations/index.ts'
import { useReasonFor, useRules } from '../policies/index.ts'
import { useMe } from '../profile/index.ts'
import { RolePicker, useRoles } from '../roles/index.ts'
import { useChangeRole } from './acts.ts'

/** Why the role of this user cannot be changed by the person looking at them. */
export function useRoleLock(user: User, place: string) {
  const { t } = useTranslation('users')
  const me = useMe()
  const may = useMay(place)
  const rules = useRules(user.organization.id)
  if (user.id === me.id && rules['self.change_role'] !== 'allowed') return t('own')
  if (rules['roles.change'] === 'immutable') return t('roleImmutable')
  return may('users.change_role') ? undefined : t('cannotChangeRole')
}

/** The role in a row: changed where it stands. */
export function UserRole({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const roles = useRoles(user.organization.id)
  const change = useChangeRole(user.organization.id)
  const lock = useRoleLock(user, place)
  // A row has no room for a reason.
  const asked = useReasonFor('change_role', user.organization.id) ? t('roleNeedsReason') : undefined
  const chosen = change.isPending ? change.variables.role : user.role.key
  return (
    <RolePicker
      quiet
      size="sm"
      aria-label={t('list.roleOf', { name: fullName(user) })}
      roles={roles}
      held={user.role}
      value={chosen}
      reason={lock ?? asked}
      onChange={(role) => change.mutate({ user, role })}
    />
  )
}
