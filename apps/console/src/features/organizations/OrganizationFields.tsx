import { NativeSelect, TextInput, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Places, useFields } from '../../kit/fields.ts'
import { useInstallation, useTier } from '../installation/index.ts'

export interface Details extends Record<string, string> {
  name: string
  code: string
  description: string
  host: string
  tier: string
}
type Form = Pick<ReturnType<typeof useFields<Details>>, 'getInputProps' | 'setFieldValue'>
type CodeRule = 'required' | 'optional' | 'none'

/** Which field a refusal of what was entered belongs beside. */
export const places: Places<Details> = {
  code_taken: 'code',
  code_required: 'code',
  code_unfit: 'code',
  host_taken: 'host',
  tier_unknown: 'tier',
  tier_not_yours: 'tier',
}

/** The API's own rules, and those that the blueprint has for the level. */
export const ruled = <B extends object>(body: B, code: CodeRule) => ({
  properties: {},
  ...body,
  required: code === 'required' ? ['name', 'code'] : ['name'],
})

/** Texts of another form than a code or a host name has. */
export function useForms() {
  const { t } = useTranslation('organizations')
  return { code: t('form.codeForm'), host: t('form.hostForm') }
}

const order = ['label', 'input', 'description', 'error'] as const
const below = { inputWrapperOrder: [...order] }

/** What one says of an organization, in the order one knows it. */
export function DetailFields({ form, code }: { form: Form; code: CodeRule }) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const optional = (label: string) => `${label} (${k('optional')})`
  const required = code === 'required'
  const text = form.getInputProps('description')
  return (
    <>
      <TextInput
        label={t('form.name')}
        description={t('form.nameHelp')}
        {...below}
        required
        data-autofocus
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      {code !== 'none' && (
        <TextInput
          label={required ? t('form.code') : optional(t('form.code'))}
          description={t('form.codeHelp')}
          {...below}
          required={required}
          autoComplete="off"
          {...form.getInputProps('code')}
        />
      )}
      <Textarea
        label={optional(t('form.description'))}
        autosize
        minRows={2}
        maxRows={5}
        {...text}
        onChange={(event) => form.setFieldValue('description', event.currentTarget.value.replace(/\n/g, ' '))}
      />
      <TextInput
        label={optional(t('form.host'))}
        description={t('form.hostHelp')}
        {...below}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('host')}
      />
    </>
  )
}

/** The tiers of the blueprint, and none. */
export function TierField({ form, autoFocus }: { form: Form; autoFocus?: boolean }) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const { tiers } = useInstallation()
  const tierOf = useTier()
  const input = form.getInputProps('tier')
  const chosen = String(input.value)
  // One that the blueprint no longer has is shown while it is held.
  const gone = chosen && !tiers.some(({ key }) => key === chosen) ? [{ value: chosen, label: chosen }] : []
  return (
    <NativeSelect
      label={t('form.tier')}
      description={chosen ? tierOf(chosen).description : t('form.tierHelp')}
      {...below}
      data={[{ value: '', label: k('none') }, ...tiers.map(({ key, label }) => ({ value: key, label })), ...gone]}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
      {...input}
    />
  )
}
