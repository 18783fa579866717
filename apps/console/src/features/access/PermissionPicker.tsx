import { Select } from '@mantine/core'
import { permissions } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { useNameOf } from '../../kit/why/queries.ts'
import { useRoles } from '../roles/index.ts'

interface Props {
  organization: string
  label: string
  value: string | null
  onChange: (permission: string) => void
}

/** Everything that can be allowed: what the product checks, and what the blueprint's roles carry besides. */
export function PermissionPicker({ organization, label, value, onChange }: Props) {
  const { t } = useTranslation('access')
  const nameOf = useNameOf()
  const roles = useRoles(organization) ?? []
  const known = new Map(Object.entries<string>(permissions))
  for (const { key, label: words } of roles.flatMap((role) => role.permissions))
    if (!known.has(key)) known.set(key, words)
  const data = [...known].map(([key, words]) => ({ value: key, label: nameOf({ key, label: words }) }))
  return (
    <Select
      label={label}
      placeholder={t('choose')}
      nothingFoundMessage={t('noSuch')}
      searchable
      maw={440}
      data={data}
      value={value}
      onChange={(chosen) => chosen && onChange(chosen)}
    />
  )
}
