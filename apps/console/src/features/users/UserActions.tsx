import { ActionIcon, Menu } from '@mantine/core'
import type { User } from '@tenantry/contract'
import {
  IconArrowBackUp,
  IconArrowsRightLeft,
  IconAt,
  IconDots,
  IconEye,
  IconKey,
  IconLockOpen,
  IconPencil,
  IconSitemap,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MenuLink } from '../../kit/MenuLink.tsx'
import { fullName } from '../../kit/Person.tsx'
import { levelIn, useInstallation, useLabel } from '../installation/index.ts'
import { useMay, useTop } from '../organizations/index.ts'
import { useReasonFor, useRules } from '../policies/index.ts'
import { useMe } from '../profile/index.ts'
import { useReactivate, useRestore, useUnlock } from './acts.ts'
import { useMayScope } from './useMayScope.ts'

export type Question = {
  user: User
  about:
    | 'deactivation'
    | 'reactivation'
    | 'reset'
    | 'removal'
    | 'scope'
    | 'move'
    | 'address'
    | 'mfaOn'
    | 'mfaOff'
    | 'mfaAgain'
}

interface Props {
  user: User
  place: string
  onAsk: (question: Question) => void
  /** Also offers to show and edit: for rows. */
  withOpen?: boolean
}

const icon = { size: 16, 'aria-hidden': true } as const

/** What can be done with one user; what ends their access stands apart. */
export function UserActions({ user, place, onAsk, withOpen }: Props) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const label = useLabel()
  const me = useMe()
  const may = useMay(place)
  const reactivate = useReactivate()
  const unlock = useUnlock()
  const restore = useRestore()
  const params = { organization: user.organization.id, user: user.id }
  const active = user.status === 'active'
  const deleted = user.status === 'deleted'
  const removal = useRules(user.organization.id)['user.removal']?.mode
  const mayReset = active && may('users.reset_password')
  const oneself = useRules(user.organization.id)['self.deactivate'] === 'allowed'
  const reasoned = useReasonFor('reactivate_user', user.organization.id)
  const mayDeactivate =
    may('users.deactivate') && (user.id !== me.id || oneself) && user.replacedBy === null && !deleted
  const mayUnlock = active && may('users.unlock')
  const others = user.id !== me.id
  const mayRestore = may('users.delete') && deleted
  const mayRemove = may('users.delete') && others && removal !== 'off' && !(deleted && removal === 'restorable')
  const { levels } = useInstallation()
  const top = useTop('users.move', place)
  const mayMove =
    others &&
    !deleted &&
    user.replacedBy === null &&
    top !== undefined &&
    levelIn(levels, top.level).below !== undefined
  const mayScope = useMayScope(user, place) && !deleted
  const mayReaddress = others && !deleted && may('users.update')
  const some = mayScope || mayMove || mayReaddress || mayReset || mayDeactivate || mayUnlock || mayRemove || mayRestore
  if (!withOpen && !some) return null
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={k('table.actions', { name: fullName(user) })}>
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        {withOpen && (
          <MenuLink to="/o/$organization/users/$user" params={params} search={true} leftSection={<IconEye {...icon} />}>
            {t('show')}
          </MenuLink>
        )}
        {withOpen && may('users.update') && (
          <MenuLink
            to="/o/$organization/users/$user"
            params={params}
            search={{ edit: true }}
            leftSection={<IconPencil {...icon} />}
          >
            {t('edit')}
          </MenuLink>
        )}
        {withOpen && some && <Menu.Divider />}
        {mayScope && (
          <Menu.Item leftSection={<IconSitemap {...icon} />} onClick={() => onAsk({ user, about: 'scope' })}>
            {t('scope.open')}
          </Menu.Item>
        )}
        {mayMove && (
          <Menu.Item leftSection={<IconArrowsRightLeft {...icon} />} onClick={() => onAsk({ user, about: 'move' })}>
            {t('move.open')}
          </Menu.Item>
        )}
        {mayReaddress && (
          <Menu.Item leftSection={<IconAt {...icon} />} onClick={() => onAsk({ user, about: 'address' })}>
            {t('address.open')}
          </Menu.Item>
        )}
        {mayReset && (
          <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => onAsk({ user, about: 'reset' })}>
            {t('resetPassword')}
          </Menu.Item>
        )}
        {mayUnlock && (
          <Menu.Item leftSection={<IconLockOpen {...icon} />} onClick={() => unlock.mutate(user)}>
            {t('unlock')}
          </Menu.Item>
        )}
        {mayDeactivate && active && (
          <Menu.Item
            color="var(--tenantry-bad)"
            leftSection={<IconUserOff {...icon} />}
            onClick={() => onAsk({ user, about: 'deactivation' })}
          >
            {label('act.deactivate', t('deactivate'))}
          </Menu.Item>
        )}
        {mayDeactivate && !active && (
          <Menu.Item
            leftSection={<IconUserCheck {...icon} />}
            onClick={() => (reasoned ? onAsk({ user, about: 'reactivation' }) : reactivate.mutate(user))}
          >
            {label('act.reactivate', t('reactivate'))}
          </Menu.Item>
        )}
        {mayRestore && (
          <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={() => restore.mutate(user)}>
            {t('restore')}
          </Menu.Item>
        )}
        {mayRemove && (
          <Menu.Item
            color="var(--tenantry-bad)"
            leftSection={<IconTrash {...icon} />}
            onClick={() => onAsk({ user, about: 'removal' })}
          >
            {t(removal === 'restorable' ? 'removeForNow' : 'remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
