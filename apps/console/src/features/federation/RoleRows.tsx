import { ActionIcon, Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core'
import type { Connection } from '@tenantry/contract'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useRoles } from '../roles/index.ts'

export interface Row {
  readonly value: string
  readonly role: string
}
interface Choice {
  organization: string
  label: string
  none?: string
  value: string | null
  onChange: (role: string | null) => void
}

/** Among the roles that whoever sets it may give; one that is there already stays to be seen. */
export function RoleChoice({ organization, label, none, value, onChange }: Choice) {
  const offered = useRoles(organization)?.filter(({ assignable }) => assignable) ?? []
  const data = offered.map((role) => ({ value: role.key, label: role.label }))
  const held = value !== null && value !== '' && !data.some((it) => it.value === value)
  return (
    <Select
      label={label}
      data={held ? [...data, { value, label: value, disabled: true }] : data}
      value={value}
      {...(none === undefined ? {} : { placeholder: none, clearable: true })}
      allowDeselect={false}
      onChange={onChange}
      comboboxProps={{ keepMounted: false }}
    />
  )
}

/** Values of the claim and the role each gives, the first that fits first. */
export function RoleRows({
  organization,
  rows,
  onChange,
}: {
  organization: string
  rows: readonly Row[]
  onChange: (rows: readonly Row[]) => void
}) {
  const { t } = useTranslation('federation')
  const put = (at: number, row: Row) => onChange(rows.map((it, n) => (n === at ? row : it)))
  return (
    <Stack gap="xs">
      {rows.map((row, at) => (
        <Group key={at} gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('form.value')}
            maxLength={200}
            value={row.value}
            onChange={({ currentTarget: { value } }) => put(at, { ...row, value })}
          />
          <RoleChoice
            organization={organization}
            label={t('form.role')}
            value={row.role}
            onChange={(role) => put(at, { ...row, role: role ?? '' })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('form.removeRow', { n: at + 1 })}
            onClick={() => onChange(rows.filter((_, n) => n !== at))}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          disabled={rows.length >= 50}
          onClick={() => onChange([...rows, { value: '', role: '' }])}
        >
          {t('form.addRow')}
        </Button>
      </Group>
    </Stack>
  )
}

export type RoleSync = Connection['roleSync']
const syncs = ['first_sign_in', 'every_sign_in'] as const

/** Whether groups decide once, or whenever somebody comes. */
export function SyncChoice({ value, onChange }: { value: RoleSync; onChange: (value: RoleSync) => void }) {
  const { t } = useTranslation('federation')
  return (
    <Radio.Group
      label={t('form.roleSync')}
      value={value}
      onChange={(chosen) => onChange(syncs.find((it) => it === chosen) ?? value)}
    >
      <Stack gap="xs" mt="xs">
        {syncs.map((it) => (
          <Radio key={it} value={it} label={t(`form.syncs.${it}`)} description={t(`form.syncHelp.${it}`)} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
