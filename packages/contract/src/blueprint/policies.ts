/** Values of policies that hold for the whole product until an organization sets its own. */
import Type from 'typebox'
import { Strict } from '../values.ts'
import { only } from './values.ts'

export const blueprintPolicies = Type.Optional(
  Type.Record(
    Type.String({ pattern: '^[a-z][a-z_]*(\\.[a-z][a-z_]*)*$', maxLength: 60 }),
    Strict({
      value: Type.Unknown(),
      locked: Type.Optional(Type.Boolean({ description: 'No organization may set another value.' })),
    }),
    { ...only, description: 'Policies of the product: `code.pattern: { value: "^[A-Z]{2,8}$" }`.' },
  ),
)
