import { Select, Tooltip, type SelectProps } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { Role } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import classes from './RolePicker.module.css'

export type RolePickerProps = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  roles: readonly Role[] | undefined
  /** The role held now: shown even where it could not be given. */
  held?: { key: string; label: string }
  value: string | null
  onChange: (role: string) => void
  /** Why it cannot be changed; the picker is then disabled and says so. */
  reason?: string | undefined
  /** Without a frame until it is pointed at, for use in rows. */
  quiet?: boolean
}

/** Chooses among the roles one may give; each says what it is for. */
export function RolePicker({ roles = [], held, value, onChange, reason, quiet, ...rest }: RolePickerProps) {
  const { t } = useTranslation('roles')
  const offered = roles.filter((role) => role.assignable)
  const missing =
    held && !offered.some(({ key }) => key === held.key) ? [{ value: held.key, label: held.label, disabled: true }] : []
  const picker = (
    <Select
      {...(quiet ? { className: classes['quiet'] ?? '' } : {})}
      placeholder={t('choose')}
      data={[...offered.map(({ key, label }) => ({ value: key, label })), ...missing]}
      value={value}
      onChange={(chosen) => chosen && chosen !== value && onChange(chosen)}
      disabled={reason !== undefined}
      title={[...offered, ...(held ? [held] : [])].find(({ key }) => key === value)?.label}
      aria-description={reason}
      {...(reason === undefined ? {} : { rightSection: <IconLock size={14} aria-hidden="true" /> })}
      comboboxProps={{ width: quiet ? 300 : 'target', position: 'bottom-start', keepMounted: false }}
      maxDropdownHeight={320}
      renderOption={({ option }) => {
        const role = roles.find(({ key }) => key === option.value)
        return (
          <div className={classes['option']}>
            <div>{option.label}</div>
            {role && <div className={classes['text']}>{role.description}</div>}
            {role?.bestFor && !quiet && (
              <div className={classes['text']}>{t('bestForShort', { bestFor: role.bestFor })}</div>
            )}
          </div>
        )
      }}
      {...rest}
    />
  )
  if (reason === undefined) return picker
  return (
    <Tooltip label={reason} multiline maw={280}>
      <div>{picker}</div>
    </Tooltip>
  )
}
