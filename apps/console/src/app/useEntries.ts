import {
  IconAdjustments,
  IconBuilding,
  IconBuildings,
  IconFileDescription,
  IconHistory,
  IconInfoCircle,
  IconLockAccess,
  IconMail,
  IconMailForward,
  IconPlugConnected,
  IconSettings,
  IconShieldHalf,
  IconUsers,
} from '@tabler/icons-react'
import { isPermission, type Menu, type MenuEntry } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { useInstallation, useLabel } from '../features/installation/index.ts'
import { useBelowWord } from '../features/organizations/index.ts'
import { can, useMe } from '../features/profile/index.ts'
import type { Place } from './usePlace.ts'

const pages = {
  organizations: { to: '/o/$organization/organizations', icon: IconBuildings },
  management: { to: '/o/$organization/info', icon: IconBuilding },
  info: { to: '/o/$organization/info', icon: IconInfoCircle },
  users: { to: '/o/$organization/users', icon: IconUsers },
  invitations: { to: '/o/$organization/invites', icon: IconMailForward },
  roles: { to: '/o/$organization/roles', icon: IconShieldHalf },
  settings: { to: '/o/$organization/settings', icon: IconSettings },
  policies: { to: '/o/$organization/policies', icon: IconAdjustments },
  authentication: { to: '/o/$organization/authentication', icon: IconLockAccess },
  federation: { to: '/o/$organization/federation', icon: IconPlugConnected },
  sign_ins: { to: '/o/$organization/sign-ins', icon: IconHistory },
  mails: { to: '/o/$organization/mails', icon: IconMail },
  blueprint: { to: '/o/$organization/blueprint', icon: IconFileDescription },
} as const
type Key = keyof typeof pages
const hasPage = (entry: MenuEntry): entry is Key => Object.hasOwn(pages, entry)

/** Where the blueprint says nothing of it. */
const usual: readonly Menu[] = [
  { entry: 'organizations' },
  { entry: 'management' },
  { entry: 'roles' },
  { entry: 'settings' },
  { entry: 'policies' },
  { entry: 'authentication' },
  { entry: 'federation' },
  { entry: 'sign_ins' },
  { entry: 'mails' },
  { entry: 'blueprint' },
]

export interface Entry {
  key: Key
  word: string
  /** A heading above it and its neighbours. */
  group: string | undefined
  organization: string
  to: (typeof pages)[Key]['to']
  icon: (typeof pages)[Key]['icon']
}

/** Whether information, users and invitations are one page with tabs, or pages of their own. */
export const useTabbed = () => (useInstallation().menus ?? usual).some(({ entry }) => entry === 'management')

/** The sidebar's entries for one organization: what the person may open there, in the blueprint's order and words. */
export function useEntries() {
  const { t } = useTranslation('app')
  const { levels, menus, settings } = useInstallation()
  const label = useLabel()
  const belowWord = useBelowWord()
  const me = useMe()
  return (place: Place): Entry[] => {
    const at = levels.findIndex(({ key }) => key === place.level)
    const level = levels[at]
    const words = { level: level?.label ?? place.level }
    // Seeing the organization's name alone is no administration of it.
    const manages =
      can(me, 'users.read', place) || can(me, 'invitations.read', place) || can(me, 'organizations.update', place)
    const named: Record<Key, string | false | undefined> = {
      organizations: can(me, 'organizations.read', place) && belowWord(place.level),
      management: manages && label(`menu.${place.level}Management`, label('menu.management', t('management', words))),
      info:
        can(me, 'organizations.read', place) &&
        label('menu.info', label(`tab.${place.level}Info`, label('tab.info', t('info', words)))),
      users: can(me, 'users.read', place) && label('menu.users', t('users')),
      invitations: can(me, 'invitations.read', place) && label('menu.invitations', t('invites')),
      roles: can(me, 'roles.read', place) && label('menu.roles', t('roles')),
      settings: settings && can(me, 'organizations.read', place) && label('menu.settings', t('settings')),
      policies: can(me, 'policies.read', place) && label('menu.policies', t('policies')),
      authentication: can(me, 'policies.read', place) && label('menu.authentication', t('authentication')),
      federation: can(me, 'federation.read', place) && label('menu.federation', t('federation')),
      sign_ins: can(me, 'sign_ins.read', place) && label('menu.signIns', t('signIns')),
      mails: can(me, 'mails.read', place) && label('menu.mails', t('mails')),
      blueprint: at === 0 && can(me, 'blueprint.read', place) && label('menu.blueprint', t('blueprint')),
    }
    return (menus ?? usual).flatMap(({ entry, group, permission, levels: where }) => {
      const word = hasPage(entry) && named[entry]
      if (!word || (where && !where.includes(place.level))) return []
      if (permission !== undefined && !holds(me, permission, place)) return []
      return [{ key: entry, word, group, organization: place.id, ...pages[entry] }]
    })
  }
}

/** Also a permission of the product itself, which the contract does not know. */
const holds = (me: ReturnType<typeof useMe>, permission: string, place: Place) =>
  isPermission(permission)
    ? can(me, permission, place)
    : me.grants.some(
        (grant) =>
          grant.permissions.includes(permission) &&
          [place, ...place.ancestors].some(({ id }) => id === grant.organization.id),
      )
