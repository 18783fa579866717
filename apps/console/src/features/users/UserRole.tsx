import { Group } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { fullName } from '../../kit/Person.tsx'
import { WhyMark } from '../../kit/why/WhyMark.tsx'
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

/** Stands beside a role that is locked, and says more: whose permission it takes, and who has it. */
export function RoleMark({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const me = useMe()
  const lock = useRoleLock(user, place)
  if (lock === undefined) return null
  const what = t('list.roleOf', { name: fullName(user) })
  const because = user.id === me.id ? { text: lock, user: me.id } : undefined
  return <WhyMark organization={user.organization.id} permission="users.change_role" what={what} because={because} />
}

/** The role in a row: changed where it stands. */
export function UserRole({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const roles = useRoles(user.scope.id)
  const change = useChangeRole(user.organization.id)
  const lock = useRoleLock(user, place)
  // A row has no room for a reason.
  const asked = useReasonFor('change_role', user.organization.id) ? t('roleNeedsReason') : undefined
  const chosen = change.isPending ? change.variables.role : user.role.key
  const picker = (
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
  return (
    <Group gap={4} wrap="nowrap">
      <div style={{ flex: 1, minWidth: 0 }}>{picker}</div>
      <RoleMark user={user} place={place} />
    </Group>
  )
}
