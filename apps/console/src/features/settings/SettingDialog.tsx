import { settingFault, type Organization, type Setting } from '@tenantry/contract'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { ChangeDialog } from '../../kit/inherited/ChangeDialog.tsx'
import { useLevel } from '../installation/index.ts'
import { useReload, useShowSetting } from './queries.ts'
import { SettingField } from './SettingField.tsx'
import { useSettingWords } from './words.ts'

interface Props {
  organization: Organization
  setting: Setting
  onClose: () => void
}

/** Sets one setting here, or takes back what is set. */
export function SettingDialog({ organization: place, setting, onClose }: Props) {
  const words = useSettingWords()
  const { below } = useLevel(place.level)
  const show = useShowSetting(place.id)
  const reload = useReload()
  /** What the faults are told of. */
  const [sent, setSent] = useState<unknown>(null)
  const { key, definition } = setting
  const target = { organization: place.id, setting: key }
  return (
    <ChangeDialog
      it={setting}
      words={words.of(definition)}
      lockable={below !== undefined && definition.lockable !== false}
      wrong="setting_value_wrong"
      check={(value) => {
        setSent(value)
        const fault = settingFault(definition, value)
        return fault ? [{ ...fault, path: ['body.value', fault.path].filter(Boolean).join('.') }] : []
      }}
      sentence={(problem) => words.fault(definition, problem, sent)}
      renderField={(value, errors, onChange) => (
        <SettingField definition={definition} value={value} errors={errors} onChange={onChange} />
      )}
      set={(wanted, options) => api.settings.set({ ...target, ...wanted }, options)}
      reset={(why, options) => api.settings.reset({ ...target, ...why }, options)}
      onChanged={show}
      onRefused={reload}
      onClose={onClose}
    />
  )
}
