/**
 * The types a setting can have. Each becomes a JSON schema, and what that cannot say (that a currency exists) is asked
 * of Intl. One check for all: the API, the console's forms and the check of a blueprint. It reads the few keywords that
 * {@link settingSchema} writes, in an order that tries no pattern on a text longer than it may be; a browser would need
 * 17 kB more, and a looser policy for scripts, to have a general validator do it.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { isSafePattern, patternLength } from './policy-pattern.ts'
import { Email, printable } from './values.ts'

/** Which words of a definition belong to which type. */
export const settingTypes = {
  boolean: { forms: ['switch', 'checkbox'], says: [] },
  integer: { forms: [], says: ['min', 'max', 'unit'] },
  number: { forms: [], says: ['min', 'max', 'unit'] },
  string: { forms: ['line', 'area'], says: ['maxLength', 'pattern'] },
  enum: { forms: ['radio', 'select'], says: ['choices'] },
  email: { forms: [], says: [] },
  url: { forms: [], says: [] },
  list: { forms: [], says: ['maxItems', 'maxLength', 'pattern'] },
  color: { forms: [], says: [] },
  currency: { forms: [], says: [] },
  timezone: { forms: [], says: [] },
  locale: { forms: [], says: [] },
} as const
export const SettingType = Type.Enum([
  'boolean',
  'integer',
  'number',
  'string',
  'enum',
  'email',
  'url',
  'list',
  'color',
  'currency',
  'timezone',
  'locale',
])
export type SettingType = Static<typeof SettingType>

/** What the schema of a value is made from. */
export interface ValueRules {
  readonly type: SettingType
  readonly form?: string
  readonly min?: number
  readonly max?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly choices?: readonly { readonly key: string }[]
  readonly maxItems?: number
}
/** Where a definition says nothing else. */
export const usualLength = 200
export const usualItems = 50

const unseen = '\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069'
const line = (maxLength: number, pattern?: string) =>
  Type.String({
    minLength: 1,
    maxLength: pattern === undefined ? maxLength : Math.min(maxLength, patternLength),
    pattern: pattern === undefined ? printable : `^(?=[^${unseen}]+$)(?:${pattern})$`,
  })
const area = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=\\s*\\S)(?:\\n|[^${unseen}])+$` })
const amount = ({ min, max }: ValueRules) => ({
  minimum: min ?? -Number.MAX_SAFE_INTEGER,
  maximum: max ?? Number.MAX_SAFE_INTEGER,
})

/** JSON Schema of a setting's values; patterns are to be read with the `u` flag, as JSON Schema says. */
export function settingSchema(it: ValueRules): TSchema {
  switch (it.type) {
    case 'boolean':
      return Type.Boolean()
    case 'integer':
      return Type.Integer(amount(it))
    case 'number':
      return Type.Number(amount(it))
    case 'enum':
      return Type.Enum((it.choices ?? []).map(({ key }) => key))
    case 'list':
      return Type.Array(line(it.maxLength ?? usualLength, it.pattern), {
        maxItems: it.maxItems ?? usualItems,
        uniqueItems: true,
      })
    case 'string':
      return it.form === 'area' ? area(it.maxLength ?? 2_000) : line(it.maxLength ?? usualLength, it.pattern)
    case 'email':
      return Email
    case 'url':
      return Type.String({ minLength: 1, maxLength: 2_000, pattern: '^https://[^\\s@<>"\\\\^`{|}\\p{Cc}]+$' })
    case 'color':
      return Type.String({ minLength: 7, maxLength: 7, pattern: '^#[0-9a-fA-F]{6}$' })
    case 'currency':
      return Type.String({ minLength: 3, maxLength: 3, pattern: '^[A-Z]{3}$' })
    case 'timezone':
      return Type.String({ minLength: 3, maxLength: 60, pattern: '^[A-Z][A-Za-z0-9_+-]+(/[A-Z][A-Za-z0-9_+-]+){0,2}$' })
    case 'locale':
      return Type.String({
        minLength: 2,
        maxLength: 20,
        pattern: '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$',
      })
  }
}

// Precious metals, funds and codes for tests are no money that anybody pays with.
const noMoney = new Set('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '))
/** ISO 4217, as far as this Intl knows it. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency').filter((it) => !noMoney.has(it))
export const isCurrency = (code: string): boolean => currencies.includes(code)
function isTimeZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    // An alias is a name, too; the same name in other letters is not.
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase()
  } catch {
    return false
  }
}
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag && Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
const exists: Partial<Record<SettingType, (value: string) => boolean>> = {
  currency: isCurrency,
  timezone: isTimeZone,
  locale: isLocale,
  url: (value) => URL.canParse(value),
}

/** The first thing that is wrong with a value. */
export interface ValueFault {
  /** Below the value: the place in a list; empty for the value itself. */
  readonly path: string
  /** The keyword of JSON Schema that it breaks; `format` for what exists nowhere. */
  readonly code: ValueFaultCode
  readonly message: string
}
export type ValueFaultCode =
  | 'type'
  | 'enum'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'maxItems'
  | 'uniqueItems'
  | 'format'

export function settingFault(it: ValueRules, value: unknown): ValueFault | null {
  const wrong = faultIn(settingSchema(it), value)
  if (wrong || typeof value !== 'string' || exists[it.type]?.(value) !== false) return wrong
  return { path: '', code: 'format', message: `There is no such ${it.type === 'timezone' ? 'time zone' : it.type}.` }
}

interface Keywords {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly items?: Keywords
  readonly maxItems?: number
}
/** Characters as JSON Schema counts them. */
const lengthOf = (text: string) => Array.from(text).length
const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  number: Number.isFinite,
  string: (value) => typeof value === 'string',
  array: Array.isArray,
}
function faultIn(rule: Keywords, value: unknown): ValueFault | null {
  const say = (code: ValueFaultCode, message: string) => ({ path: '', code, message })
  if (rule.enum) return rule.enum.includes(value) ? null : say('enum', `One of: ${rule.enum.join(', ')}.`)
  if (!isOfType[rule.type ?? '']?.(value)) return say('type', `This value must be ${rule.type}.`)
  if (typeof value === 'number') {
    if (value < (rule.minimum ?? -Infinity)) return say('minimum', `At least ${rule.minimum}.`)
    return value > (rule.maximum ?? Infinity) ? say('maximum', `At most ${rule.maximum}.`) : null
  }
  if (typeof value === 'string') {
    const most = rule.maxLength ?? 0
    // A character is two units at most: what is longer need not be counted.
    if (value.length > 2 * most || lengthOf(value) > most) return say('maxLength', `At most ${most} characters.`)
    if (value.length < (rule.minLength ?? 0)) return say('minLength', 'This field must not be empty.')
    const right = new RegExp(rule.pattern ?? '', 'u').test(value)
    return right ? null : say('pattern', 'This value does not have the right form.')
  }
  return Array.isArray(value) ? faultInList(rule, value) : null
}
function faultInList({ maxItems = 0, items = {} }: Keywords, values: readonly unknown[]): ValueFault | null {
  const say = (code: ValueFaultCode, message: string, path = '') => ({ path, code, message })
  if (values.length > maxItems) return say('maxItems', `At most ${maxItems} entries.`)
  for (const [at, value] of values.entries()) {
    const wrong = faultIn(items, value)
    if (wrong) return { ...wrong, path: String(at) }
    if (values.indexOf(value) < at) return say('uniqueItems', 'This entry stands here twice.', String(at))
  }
  return null
}

export interface DefinitionFault {
  readonly path: readonly (string | number)[]
  readonly reason: string
}
/** What is wrong in a definition by itself. */
export function definitionFaults(it: ValueRules & { readonly default?: unknown }): DefinitionFault[] {
  const { says, forms }: { says: readonly string[]; forms: readonly string[] } = settingTypes[it.type]
  const ofTypes = new Set<string>(Object.values(settingTypes).flatMap((one): readonly string[] => one.says))
  const strange = Object.keys(it).filter((name) => ofTypes.has(name) && !says.includes(name))
  const faults: DefinitionFault[] = strange.map((path) => ({ path: [path], reason: `says nothing of type ${it.type}` }))
  const add = (path: string, reason: string) => faults.push({ path: [path], reason })
  if (it.form !== undefined && !forms.includes(it.form))
    add('form', forms.length ? `must be one of ${forms.join(', ')}` : `type ${it.type} has one form only`)
  if (it.type === 'enum' && !it.choices?.length) add('choices', 'an enum needs choices')
  const keys = (it.choices ?? []).map(({ key }) => key)
  for (const [at, key] of keys.entries())
    if (keys.indexOf(key) < at) faults.push({ path: ['choices', at, 'key'], reason: `choice "${key}" stands twice` })
  if (it.min !== undefined && it.max !== undefined && it.min > it.max) add('min', 'is above max')
  for (const bound of ['min', 'max'] as const)
    if (it.type === 'integer' && !Number.isInteger(it[bound] ?? 0)) add(bound, 'must be an integer')
  if (it.pattern !== undefined && it.form === 'area') add('pattern', 'a text of several lines has none')
  if (it.pattern !== undefined && !isSafePattern(it.pattern))
    add('pattern', 'no groups, no backreferences, three repetitions of varying length at most')
  if (it.pattern !== undefined && (it.maxLength ?? 0) > patternLength)
    add('maxLength', `with a pattern ${patternLength} characters are the most`)
  if (faults.length || it.default === undefined) return faults
  const wrong = settingFault(it, it.default)
  if (wrong) faults.push({ path: ['default', ...(wrong.path ? [Number(wrong.path)] : [])], reason: wrong.message })
  return faults
}
