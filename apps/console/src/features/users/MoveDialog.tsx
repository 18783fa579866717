import { List } from '@mantine/core'
import type { OrganizationRef, User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { fullName } from '../../kit/Person.tsx'
import { useBeside } from '../../kit/useBeside.ts'
import { useTop } from '../organizations/index.ts'
import { useRules } from '../policies/index.ts'
import { RoleField, useRoles } from '../roles/index.ts'
import { useMoveUser } from './acts.placing.ts'
import { PlaceField } from './PlaceField.tsx'
import { useFreshUser } from './queries.ts'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { useReason } from './useReason.ts'

const places = {
  destination_unknown: 'to',
  destination_same: 'to',
  destination_forbidden: 'to',
  organization_stopped: 'to',
  user_exists: 'to',
  role_unknown: 'role',
  role_not_assignable: 'role',
  role_immutable: 'role',
} as const

interface Props {
  user: User
  /** Where it is asked from: at or above the user's home. */
  place: string
  onClose: () => void
}

/** Before a user gets another home: where, as what, and what that means. */
export function MoveDialog({ user: asked, place, onClose }: Props) {
  const { t } = useTranslation('users')
  const user = useFreshUser(asked)
  const top = useTop('users.move', place)
  const immutable = useRules(user.organization.id)['roles.change'] === 'immutable'
  const [to, setTo] = useState<OrganizationRef | null>(null)
  const [role, setRole] = useState<string | null>(immutable ? user.role.key : null)
  const roles = useRoles(to?.id)
  const why = useReason('move_user', user)
  const move = useMoveUser(onClose)
  const beside = useBeside(move.error, places)
  if (!top) return null
  const choose = (chosen: OrganizationRef) => {
    move.reset()
    setTo(chosen)
    // Another level has other roles.
    if (!immutable && chosen.level !== to?.level) setRole(null)
  }
  return (
    <ConfirmDialog
      opened
      title={t('move.title', { name: fullName(user) })}
      verb={t('move.verb', { first: user.firstName })}
      ready={to !== null && role !== null}
      busy={move.isPending}
      error={beside.rest}
      onConfirm={() => to && role && why.settled((because) => move.mutate({ user, to: to.id, role, ...because }))}
      onClose={onClose}
    >
      <PlaceField
        label={t('move.to')}
        required
        data-autofocus
        top={top}
        value={to}
        error={beside.at('to')}
        onChange={choose}
      />
      <RoleField
        label={t('move.role')}
        roles={roles}
        {...(immutable ? { held: user.role, reason: t('roleImmutable') } : {})}
        value={role}
        disabled={!to || immutable}
        error={beside.at('role')}
        onChange={(chosen) => {
          move.reset()
          setRole(chosen)
        }}
      />
      {to && (
        <List size="sm" spacing={4}>
          <List.Item>{t('move.fromTo', { from: user.organization.name, to: to.name })}</List.Item>
          <List.Item>{t('move.loses', { role: user.role.label, scope: user.scope.name })}</List.Item>
          <List.Item>{t('move.stays')}</List.Item>
        </List>
      )}
      <ReasonField {...why.field} />
    </ConfirmDialog>
  )
}
