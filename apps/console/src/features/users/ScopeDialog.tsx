import { Text } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { fullName } from '../../kit/Person.tsx'
import { useBeside } from '../../kit/useBeside.ts'
import { useRules } from '../policies/index.ts'
import { RoleField, useRoles } from '../roles/index.ts'
import { useChangeScope } from './acts.placing.ts'
import { PlaceField } from './PlaceField.tsx'
import { useFreshUser } from './queries.ts'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { useReason } from './useReason.ts'

const places = {
  scope_unknown: 'scope',
  role_unknown: 'role',
  role_not_assignable: 'role',
  role_immutable: 'role',
} as const

/** Where a user holds their role, and which: changed at once. */
export function ScopeDialog({ user: asked, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const user = useFreshUser(asked)
  const [scope, setScope] = useState(user.scope)
  const [role, setRole] = useState(user.role.key)
  const roles = useRoles(scope.id)
  const immutable = useRules(user.organization.id)['roles.change'] === 'immutable'
  const why = useReason('change_role', user, role !== user.role.key)
  const change = useChangeScope(onClose)
  const beside = useBeside(change.error, places)
  const differs = scope.id !== user.scope.id || role !== user.role.key
  return (
    <ConfirmDialog
      opened
      title={t('scope.title', { name: fullName(user) })}
      verb={t('scope.verb')}
      ready={differs}
      busy={change.isPending}
      error={beside.rest}
      onConfirm={() => why.settled((because) => change.mutate({ user, scope: scope.id, role, ...because }))}
      onClose={onClose}
    >
      <Text size="sm">{t('scope.text')}</Text>
      <PlaceField
        label={t('list.scope')}
        required
        data-autofocus
        top={user.organization}
        value={scope}
        error={beside.at('scope')}
        onChange={(chosen) => {
          change.reset()
          setScope(chosen)
        }}
      />
      <RoleField
        label={t('detail.role')}
        roles={roles}
        held={user.role}
        value={role}
        reason={immutable ? t('roleImmutable') : undefined}
        error={beside.at('role')}
        onChange={(chosen) => {
          change.reset()
          setRole(chosen)
        }}
      />
      <ReasonField {...why.field} />
    </ConfirmDialog>
  )
}
