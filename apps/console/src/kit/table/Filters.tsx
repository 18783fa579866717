import { Button, CloseButton, Group, Menu } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './Filters.module.css'

export interface Filter {
  key: string
  label: string
  value: string | undefined
  /** What holds where none is chosen: an option that takes the filter away. */
  usual?: string
  options: readonly { value: string; label: string }[]
}

interface Props {
  filters: readonly Filter[]
  /** The filters that change, by key; undefined takes one away. */
  onChange: (patch: Record<string, string | undefined>) => void
}

/** The menu that sets filters. */
export function FilterMenu({ filters, onChange }: Props) {
  const { t } = useTranslation('kit')
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden="true" />}>
          {t('table.filters')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={200} mah="min(60vh, 480px)" style={{ overflowY: 'auto' }}>
        {filters.map(({ key, label, value, usual = '', options }) => (
          <div key={key}>
            <Menu.Label>{label}</Menu.Label>
            <Menu.RadioGroup value={value ?? usual} onChange={(chosen) => onChange({ [key]: chosen })}>
              {options.map((option) => (
                <Menu.RadioItem key={option.value} value={option.value}>
                  {option.label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The filters in force, each with its own way out. */
export function FilterChips({ filters, onChange }: Props) {
  const { t } = useTranslation('kit')
  const active = filters.filter(({ value }) => value !== undefined)
  if (active.length === 0) return null
  return (
    <Group gap={6}>
      {active.map(({ key, label, value, options }) => {
        const word = options.find((option) => option.value === value)?.label ?? value
        return (
          <span key={key} className={classes['chip']}>
            <span className={classes['chipLabel']}>{label}:</span> {word}
            <CloseButton
              size="xs"
              aria-label={t('table.remove', { filter: `${label}: ${word}` })}
              onClick={() => onChange({ [key]: undefined })}
            />
          </span>
        )
      })}
      {active.length > 1 && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onChange(Object.fromEntries(active.map(({ key }) => [key, undefined])))}
        >
          {t('table.clearAll')}
        </Button>
      )}
    </Group>
  )
}
