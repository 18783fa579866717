/** What a policy's value says, in words, from its type alone. */
import { patternLength, policySpec, type PolicyKey, type PolicyUnit, type PolicyValue } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../kit/i18n.ts'
import type { Words } from '../../kit/inherited/words.ts'
import { keyOf } from '../../kit/texts.ts'

type WordsIn<V> = V extends string
  ? string extends V
    ? never
    : V
  : V extends readonly (infer I)[]
    ? WordsIn<I>
    : V extends object
      ? { [P in keyof V]: WordsIn<V[P]> }[keyof V]
      : never
type FieldsIn<V> = V extends readonly unknown[]
  ? never
  : V extends object
    ? string extends keyof V
      ? never
      : keyof V
    : never
/** Every word a policy's value can be, and every part it can have: the catalogues have each, checked by the compiler. */
export type Choice = { [K in PolicyKey]: WordsIn<PolicyValue<K>> }[PolicyKey]
export type Field = { [K in PolicyKey]: FieldsIn<PolicyValue<K>> }[PolicyKey]

/** The parts of a value's schema that forms and sentences are made from. */
export interface Shape {
  readonly type?: string
  readonly enum?: readonly Choice[]
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Partial<Record<Field, Shape>>>
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly unit?: PolicyUnit
}
export const shapeOf = (key: PolicyKey): Shape => policySpec(key).value
/** The type beside "nothing", and whether nothing is allowed. */
export const filled = (shape: Shape) => ({ shape: shape.anyOf?.[0] ?? shape, empty: shape.anyOf !== undefined })
export const partsOf = (shape: Shape) => Object.entries(shape.properties ?? {}) as [Field, Shape][]

/** Parts that say something under one mode alone: told under another, they would contradict it. */
const onlyUnder: Partial<Record<Field, Choice>> = { days: 'restorable', roles: 'roles' }

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

export function usePolicyWords() {
  const { t, i18n } = useTranslation('policies')
  const locale = localeOf(i18n.language)
  const measured = (unit: 'day' | 'hour' | 'minute' | 'second', n: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(n)
  const amount = (n: number, unit: PolicyUnit | undefined): string => {
    if (unit === 'days') return measured('day', n)
    if (unit === 'attempts') return t('attempts', { count: n })
    if (unit === 'characters') return t('characters', { count: n })
    const [step, size] = steps.find(([, seconds]) => n % seconds === 0) ?? steps[3]
    return unit === 'seconds' ? measured(step, n / size) : new Intl.NumberFormat(locale).format(n)
  }
  const nothing = ({ type, maxLength = 0 }: Shape) =>
    type === 'integer' ? t('never') : maxLength < patternLength ? t('none') : t('any')
  const list = (shape: Shape, values: readonly unknown[]): string => {
    if (values.length) return new Intl.ListFormat(locale).format(values.map((it) => valueIn(shape.items ?? {}, it)))
    if (shape.items?.enum) return t('nothing')
    return shape.items?.type === 'integer' ? t('never') : shape.items?.maxLength === 253 ? t('any') : t('none')
  }
  const valueIn = (given: Shape, value: unknown): string => {
    const { shape } = filled(given)
    if (value === null || value === undefined) return nothing(shape)
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number') return value === 0 && shape.unit === 'days' ? t('none') : amount(value, shape.unit)
    if (Array.isArray(value)) return list(shape, value)
    if (shape.enum) return t(`choices.${value as Choice}`)
    if (typeof value === 'string') return value
    const of = value as Readonly<Record<string, unknown>>
    if (partsOf(shape).length === 0) return t('words', { count: Object.keys(of).length })
    const parts = partsOf(shape).filter(([name]) => onlyUnder[name] === undefined || of['mode'] === onlyUnder[name])
    const [[only, alone] = []] = parts
    if (parts.length === 1 && only && alone) return valueIn(alone, of[only])
    return parts.map(([name, part]) => `${t(`fields.${name}`)}: ${valueIn(part, of[name])}`).join(' · ')
  }
  return {
    of: (key: PolicyKey): Words => ({
      name: t(`labels.${keyOf(key)}`),
      meaning: t(`meanings.${keyOf(key)}`),
      value: (value) => valueIn(shapeOf(key), value),
    }),
    /** "1 minute to 30 days" */
    range: ({ minimum = 0, maximum = 0, unit }: Shape) =>
      t('form.between', { from: amount(minimum, unit), to: amount(maximum, unit) }),
  }
}
