import { useForm } from '@mantine/form'
import type { RefusalCode } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useTranslation } from 'react-i18next'
import { useState } from 'react'
import { useSentence } from './sentences.ts'

/** The parts of a contract schema that a text field can check by itself. */
interface TextRule {
  minLength?: number
  maxLength?: number
  pattern?: string
  anyOf?: readonly TextRule[]
}
interface BodyRule {
  properties: object
  required?: readonly string[]
}
type Fault = 'required' | 'tooLong' | 'tooShort' | 'pattern'

function faultIn(rule: TextRule, value: string, required: boolean): Fault | null {
  const { minLength = 0, maxLength = Infinity, pattern } = rule.anyOf?.[0] ?? rule
  if (value.trim() === '') return required ? 'required' : null
  if (value.length > maxLength) return 'tooLong'
  if (value.length < minLength) return 'tooShort'
  return pattern && !new RegExp(pattern, 'u').test(value) ? 'pattern' : null
}

/** Which field a refusal belongs beside. */
export type Places<V> = Partial<Record<RefusalCode, keyof V & string>>

/** A new password that is refused is told beside its field. */
export const refusedPassword = <F extends string>(field: F) => ({
  password_too_short: field,
  password_too_weak: field,
  password_leaked: field,
})

/**
 * A form over the contract's own schema: the rules are the API's, the words are the catalogue's. `forms` says what a
 * field looks like, for texts of another form.
 */
export function useFields<V extends Record<string, string>>(
  body: BodyRule,
  initialValues: V,
  places: Places<V> = {},
  forms: Partial<Record<keyof V & string, string>> = {},
) {
  const { t } = useTranslation('kit')
  const sentence = useSentence()
  const [failure, setFailure] = useState<Error | null>(null)
  const ruleOf = (name: string) => (body.properties as Record<string, TextRule | undefined>)[name]
  const words = (name: string, fault: string) => {
    const { minLength: min = 1, maxLength: max = 100 } = ruleOf(name)?.anyOf?.[0] ?? ruleOf(name) ?? {}
    if (fault === 'required' || (fault === 'minLength' && min === 1)) return t('field.required')
    if (fault === 'tooLong' || fault === 'maxLength') return t('field.tooLong', { max })
    if (fault === 'tooShort' || fault === 'minLength') return t('field.tooShort', { min })
    if (fault !== 'pattern' && fault !== 'format') return t('field.invalid')
    const form = (forms as Partial<Record<string, string>>)[name]
    if (form) return form
    return t(name === 'email' || name === 'phone' ? `field.${name}` : 'field.characters')
  }
  const form = useForm<V>({
    initialValues,
    validate: (values) => {
      const faults: Partial<Record<string, string>> = {}
      for (const [name, value] of Object.entries(values)) {
        const rule = ruleOf(name)
        const fault = rule && faultIn(rule, value, body.required?.includes(name) ?? false)
        if (fault) faults[name] = words(name, fault)
      }
      return faults
    },
  })
  /** Puts a refusal beside its field; what belongs to no field is kept as the form's failure. */
  const place = (error: Error) => {
    setFailure(null)
    const code = error instanceof ApiError ? error.code : undefined
    const at = code && places[code]
    if (at) return form.setErrors({ [at]: sentence(error) })
    const told = error instanceof ApiError ? (error.problem.fields ?? []) : []
    const faults = told.map(({ path, code: fault }) => [path.split(/[./]/).at(-1) ?? '', fault] as const)
    const mine = faults.filter(([name]) => Object.hasOwn(initialValues, name))
    if (mine.length === 0) return setFailure(error)
    form.setErrors(Object.fromEntries(mine.map(([name, fault]) => [name, words(name, fault)])))
  }
  return { ...form, place, failure, clearFailure: () => setFailure(null) }
}

/** An empty text of an optional field is a field not given. */
export const given = (value: string) => (value.trim() === '' ? undefined : value.trim())
