/** What names, labels and sentences in a blueprint look like. */
import Type from 'typebox'
import { RoleKey } from '../values.ts'

export const Key = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z][a-z0-9-]*$' })
export const Label = Type.String({ minLength: 1, maxLength: 100 })
export const Sentence = Type.String({ minLength: 1, maxLength: 500 })
export const PermissionKey = Type.String({ maxLength: 80, pattern: '^[a-z][a-z_]*\\.[a-z][a-z_]*$' })
export { RoleKey }
/** Decimal digits as text, so that no amount is ever rounded on its way. */
export const Amount = Type.String({ maxLength: 20, pattern: '^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?$' })
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, such as EUR.' })
export const Period = Type.Enum(['minute', 'hour', 'day', 'month', 'year'])
/** Names that are free, such as label keys: nothing beside those that match. */
export const only = { additionalProperties: false } as const
