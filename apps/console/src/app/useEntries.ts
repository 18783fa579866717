import { IconBuilding, IconBuildings, IconMail, IconShieldHalf } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useInstallation, useLabel } from '../features/installation/index.ts'
import { useBelowWord } from '../features/organizations/index.ts'
import { can, useMe } from '../features/profile/index.ts'
import type { Place } from './usePlace.ts'

const paths = {
  organizations: '/o/$organization/organizations',
  management: '/o/$organization/info',
  roles: '/o/$organization/roles',
  mails: '/o/$organization/mails',
} as const
const icons = {
  organizations: IconBuildings,
  management: IconBuilding,
  roles: IconShieldHalf,
  mails: IconMail,
} as const

export interface Entry {
  key: keyof typeof paths
  word: string
  organization: string
  to: (typeof paths)[keyof typeof paths]
  icon: (typeof icons)[keyof typeof icons]
}

/** The sidebar's entries for one organization: what the person may open there, in the blueprint's words. */
export function useEntries() {
  const { t } = useTranslation('app')
  const { levels } = useInstallation()
  const label = useLabel()
  const belowWord = useBelowWord()
  const me = useMe()
  return (place: Place): Entry[] => {
    const at = levels.findIndex(({ key }) => key === place.level)
    const level = levels[at]
    // Seeing the organization's name alone is no administration of it.
    const manages =
      can(me, 'users.read', place) || can(me, 'invitations.read', place) || can(me, 'organizations.update', place)
    const words: Record<Entry['key'], string | false | undefined> = {
      organizations: can(me, 'organizations.read', place) && belowWord(place.level),
      management:
        manages && label(`menu.${place.level}Management`, t('management', { level: level?.label ?? place.level })),
      roles: can(me, 'roles.read', place) && label('menu.roles', t('roles')),
      mails: can(me, 'mails.read', place) && label('menu.mails', t('mails')),
    }
    const keys = Object.keys(paths) as Entry['key'][]
    return keys.flatMap((key) => {
      const word = words[key]
      return word ? [{ key, word, organization: place.id, to: paths[key], icon: icons[key] }] : []
    })
  }
}
