import { Checkbox, Group } from '@mantine/core'
import type { OrganizationRef } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { levelIn, useInstallation, useLabel } from '../installation/index.ts'
import { useOrganization, useTop } from '../organizations/index.ts'
import { useRoles } from '../roles/index.ts'
import { PlaceField } from './PlaceField.tsx'
import type { UsersSearch } from './search.ts'

interface Props {
  organization: string
  search: UsersSearch
  onGo: (organization: string, search: Pick<UsersSearch, 'role'>) => void
}

/** Whose users are listed: for whoever reaches more than one organization. Nothing for everybody else. */
export function UsersOf({ organization, ...rest }: Props) {
  const { levels } = useInstallation()
  const top = useTop('users.read', organization)
  if (!top || !levelIn(levels, top.level).below) return null
  return <Choice organization={organization} top={top} {...rest} />
}

function Choice({ organization, search, onGo, top }: Props & { top: OrganizationRef }) {
  const { t } = useTranslation('users')
  const label = useLabel()
  const { levels } = useInstallation()
  const { id, name, level } = useOrganization(organization)
  const atRoot = top.level === levels[0]?.key
  const administrator = useRoles(atRoot ? top.id : undefined)?.find((role) => role.administrator)
  const only = id === top.id && search.role === administrator?.key && !search.within
  return (
    <Group gap="lg">
      <PlaceField
        label=""
        aria-label={t('list.usersOf')}
        w={280}
        top={top}
        value={{ id, name, level }}
        onChange={(chosen) => onGo(chosen.id, {})}
      />
      {administrator && (
        <Checkbox
          label={label('users.globalAdministrators', t('list.globalAdministrators'))}
          description={t('list.globalAdministratorsHelp', { role: administrator.label, place: top.name })}
          checked={only}
          onChange={({ currentTarget: { checked } }) => onGo(top.id, checked ? { role: administrator.key } : {})}
        />
      )}
    </Group>
  )
}
