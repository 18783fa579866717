/** The form control of a setting, by its type and the form its blueprint asks for. */
import {
  Checkbox,
  ColorInput,
  NumberInput,
  Radio,
  Select,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { currencies, type SettingDefinition } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import type { Errors } from '../../kit/inherited/words.ts'
import { useSettingWords } from './words.ts'

interface Props {
  definition: SettingDefinition
  value: unknown
  errors: Errors
  onChange: (value: unknown) => void
}

/** More choices than these are a list to open. */
const mostInSight = 5

export function SettingField({ definition: it, value, errors, onChange }: Props) {
  const { t } = useTranslation('settings')
  const words = useSettingWords()
  const label = words.said(it.label)
  // A list's entries have no field of their own.
  const error = Object.values(errors)[0]
  const text = typeof value === 'string' ? value : ''
  const below = { inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input')[] }
  switch (it.type) {
    case 'boolean': {
      const props = { label, error, checked: value === true }
      const change = (event: { currentTarget: { checked: boolean } }) => onChange(event.currentTarget.checked)
      return it.form === 'checkbox' ? (
        <Checkbox {...props} onChange={change} />
      ) : (
        <Switch {...props} onChange={change} />
      )
    }
    case 'integer':
    case 'number':
      return (
        <NumberInput
          {...below}
          label={label}
          error={error}
          description={words.range(it)}
          allowDecimal={it.type === 'number'}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      )
    case 'enum': {
      const choices = (it.choices ?? []).map((one) => ({ value: one.key, label: words.said(one.label) }))
      if (it.form === 'select' || (it.form !== 'radio' && choices.length > mostInSight))
        return <Select label={label} error={error} searchable data={choices} value={text || null} onChange={onChange} />
      return (
        <Radio.Group label={label} error={error} value={text} onChange={onChange}>
          <Stack gap={6} mt={6}>
            {choices.map((one) => (
              <Radio key={one.value} {...one} />
            ))}
          </Stack>
        </Radio.Group>
      )
    }
    case 'currency':
    case 'timezone': {
      const all = it.type === 'currency' ? currencies : ['UTC', ...Intl.supportedValuesOf('timeZone')]
      const name = it.type === 'currency' ? words.currency : words.place
      // A zone may go by another name in this browser.
      const offered = [...new Set([...all, ...(text ? [text] : [])])].map((one) => ({ value: one, label: name(one) }))
      return (
        <Select
          label={label}
          error={error}
          searchable
          limit={100}
          data={offered}
          value={text || null}
          onChange={onChange}
        />
      )
    }
    case 'list':
      return (
        <TagsInput
          {...below}
          label={label}
          error={error}
          description={t('lines')}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      )
    case 'color':
      return (
        <ColorInput
          label={label}
          error={error}
          format="hex"
          withEyeDropper={false}
          value={text}
          onChange={(next) => onChange(next === '' ? null : next)}
        />
      )
    case 'string':
    case 'email':
    case 'url':
    case 'locale': {
      const props = { label, error, value: text }
      const change = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value || null)
      if (it.form === 'area') return <Textarea {...props} autosize minRows={3} maxRows={10} onChange={change} />
      const type = it.type === 'email' || it.type === 'url' ? it.type : 'text'
      return <TextInput {...props} type={type} onChange={change} />
    }
  }
}
