/** The schemas that the values of policies are made of; forms are drawn from them, so each says its unit. */
import Type, { type Static, type TSchema } from 'typebox'
import { patternLength } from './policy-pattern.ts'
import { HostName, Nullable, RoleKey, Strict } from './values.ts'

export type PolicyUnit = 'seconds' | 'days' | 'attempts' | 'characters'
const amount = (unit: PolicyUnit) => (minimum: number, maximum: number) => Type.Integer({ minimum, maximum, unit })
export const Seconds = amount('seconds')
export const Days = amount('days')
export const Attempts = amount('attempts')
export const Characters = amount('characters')
export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour

/** Any of a few words, each once. */
export const Some = <S extends TSchema>(of: S, minItems = 0) =>
  Type.Array(of, { minItems, maxItems: 50, uniqueItems: true })
export const RoleKeys = Some(RoleKey)
/** Domains with a dot in them; empty: any. */
export const Domains = Type.Array(HostName, { maxItems: 200, uniqueItems: true })
export const CodePattern = Nullable(Type.String({ minLength: 1, maxLength: patternLength }))
export const Words = Type.Record(
  Type.String({ pattern: '^[a-zA-Z.]{1,60}$' }),
  Type.String({ minLength: 1, maxLength: 100 }),
)
const Asked = Type.Enum(['required', 'optional', 'hidden'])
export const InvitationForm = Strict({
  firstName: Asked,
  lastName: Asked,
  phone: Asked,
  role: Asked,
  scope: Asked,
  defaultRole: Nullable(RoleKey),
})
/** What a reason can be asked for. */
export const ReasonedAct = Type.Enum([
  'change_role',
  'deactivate_user',
  'reactivate_user',
  'delete_user',
  'move_user',
  'move_organization',
  'suspend_organization',
  'delete_organization',
])
export type ReasonedAct = Static<typeof ReasonedAct>
