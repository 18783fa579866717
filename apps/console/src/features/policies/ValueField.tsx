/** A field, or several, for any value a policy can have; made from the value's type. */
import { Checkbox, MultiSelect, NumberInput, Radio, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useRoles } from '../roles/index.ts'
import { DurationField } from './DurationField.tsx'
import classes from './Policies.module.css'
import { filled, partsOf, usePolicyWords, type Choice, type Shape } from './words.ts'

interface Props {
  organization: string
  shape: Shape
  label: string
  /** Below the value: `max`, empty for the whole. */
  path?: string
  value: unknown
  /** Sentences by path. */
  errors: Readonly<Record<string, string>>
  onChange: (value: unknown) => void
}

export function ValueField({ organization, shape: given, label, path = '', value, errors, onChange }: Props) {
  const { t } = useTranslation('policies')
  const words = usePolicyWords()
  const roles = (useRoles(organization) ?? []).map((role) => ({ value: role.key, label: role.label }))
  const { shape, empty } = filled(given)
  // A list's entries have no field of their own.
  const error = errors[path] ?? (shape.items && Object.entries(errors).find(([at]) => within(at, path))?.[1])
  const common = { label, error }
  if (shape.enum)
    return (
      <Radio.Group {...common} value={String(value)} onChange={onChange}>
        <Stack gap={6} mt={6}>
          {shape.enum.map((it) => (
            <Radio key={it} value={it} label={t(`choices.${it}`)} />
          ))}
        </Stack>
      </Radio.Group>
    )
  if (shape.items?.enum)
    return (
      <Checkbox.Group {...common} value={(value as Choice[]) ?? []} onChange={onChange}>
        <Stack gap={6} mt={6}>
          {shape.items.enum.map((it) => (
            <Checkbox key={it} value={it} label={t(`choices.${it}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    )
  if (shape.type === 'boolean')
    return <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (shape.type === 'integer' && shape.unit === 'seconds')
    return <DurationField {...common} seconds={Number(value)} description={words.range(shape)} onChange={onChange} />
  if (shape.type === 'integer')
    return (
      <NumberInput
        {...common}
        description={words.range(shape)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDecimal={false}
        allowNegative={false}
        value={typeof value === 'number' ? value : ''}
        {...(empty ? { placeholder: t('never') } : {})}
        onChange={(next) => onChange(next === '' ? null : next)}
      />
    )
  if (shape.items && isRole(path))
    return <MultiSelect {...common} data={roles} value={value as string[]} onChange={onChange} />
  if (shape.items) {
    const numbers = shape.items.type === 'integer'
    return (
      <TagsInput
        {...common}
        description={t('form.lines')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={(value as (string | number)[]).map(String)}
        onChange={(all) => onChange(numbers ? all.map(Number) : all.map((it) => it.trim().toLowerCase()))}
      />
    )
  }
  if (isRole(path))
    return <Select {...common} clearable data={roles} value={value as string | null} onChange={onChange} />
  if (shape.type === 'string')
    return (
      <TextInput
        {...common}
        value={typeof value === 'string' ? value : ''}
        {...(empty ? { placeholder: t('any') } : {})}
        ff="monospace"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value === '' && empty ? null : event.currentTarget.value)}
      />
    )
  const of = value as Readonly<Record<string, unknown>>
  return (
    <Stack gap="md" component="fieldset" aria-label={label} className={classes['parts'] ?? ''}>
      {partsOf(shape).map(([name, part]) => (
        <ValueField
          key={name}
          organization={organization}
          shape={part}
          label={t(`fields.${name}`)}
          path={name}
          value={of[name]}
          errors={errors}
          onChange={(next) => onChange({ ...of, [name]: next })}
        />
      ))}
    </Stack>
  )
}

const isRole = (path: string) => path === 'roles' || path === 'defaultRole'
const within = (at: string, path: string) => (path === '' ? /^\d+$/.test(at) : at.startsWith(`${path}.`))
