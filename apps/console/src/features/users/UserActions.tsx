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
import { useLabel } from '../installation/index.ts'
import { useMay } from '../organizations/index.ts'
import { useReactivate, useRestore, useUnlock } from './acts.ts'
import { useUserOffers, type UserAct } from './useUserOffers.ts'

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
const icons = {
  scope: IconSitemap,
  move: IconArrowsRightLeft,
  address: IconAt,
  reset: IconKey,
  unlock: IconLockOpen,
  deactivate: IconUserOff,
  reactivate: IconUserCheck,
  restore: IconArrowBackUp,
  remove: IconTrash,
} as const
const grave: readonly UserAct[] = ['deactivate', 'remove']

/** What can be done with one user; what ends their access stands apart. */
export function UserActions({ user, place, onAsk, withOpen }: Props) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const label = useLabel()
  const may = useMay(place)
  const { offers, restorable, reasoned } = useUserOffers(user, place)
  const [unlock, reactivate, restore] = [useUnlock(), useReactivate(), useRestore()]
  const ask = (about: Question['about']) => () => onAsk({ user, about })
  const acts: Record<UserAct, { word: string; run: () => void }> = {
    scope: { word: t('scope.open'), run: ask('scope') },
    move: { word: t('move.open'), run: ask('move') },
    address: { word: t('address.open'), run: ask('address') },
    reset: { word: t('resetPassword'), run: ask('reset') },
    unlock: { word: t('unlock'), run: () => unlock.mutate(user) },
    deactivate: { word: label('act.deactivate', t('deactivate')), run: ask('deactivation') },
    reactivate: {
      word: label('act.reactivate', t('reactivate')),
      run: reasoned ? ask('reactivation') : () => reactivate.mutate(user),
    },
    restore: { word: t('restore'), run: () => restore.mutate(user) },
    remove: { word: t(restorable ? 'removeForNow' : 'remove'), run: ask('removal') },
  }
  const item = (act: UserAct) => {
    const [{ word, run }, Icon] = [acts[act], icons[act]]
    return (
      <Menu.Item
        key={act}
        leftSection={<Icon {...icon} />}
        {...(grave.includes(act) ? { color: 'var(--tenantry-bad)' } : {})}
        onClick={run}
      >
        {word}
      </Menu.Item>
    )
  }
  const apart = offers.filter((act) => grave.includes(act))
  const params = { organization: user.organization.id, user: user.id }
  if (!withOpen && offers.length === 0) return null
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
        {withOpen && offers.length > apart.length && <Menu.Divider />}
        {offers.filter((act) => !grave.includes(act)).map(item)}
        {apart.length > 0 && (withOpen || offers.length > apart.length) && <Menu.Divider />}
        {apart.map(item)}
      </Menu.Dropdown>
    </Menu>
  )
}
