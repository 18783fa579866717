/** How a blueprint says policies; editors complete it from here. */
import Type from 'typebox'
import { policyKeys, policySpec } from './policies.ts'
import { Strict } from './values.ts'

/** In a blueprint: `policies: { roles.change: { value: immutable, locked: true } }`; the words stand in `labels`. */
export const PoliciesOfBlueprint = Type.Partial(
  Strict(
    Object.fromEntries(
      policyKeys
        .filter((key) => policySpec(key).settable !== 'blueprint')
        .map((key) => {
          const { value, meaning } = policySpec(key)
          return [key, Type.Object({ value, locked: Type.Optional(Type.Boolean()) }, closed(meaning))]
        }),
    ),
  ),
  { additionalProperties: false },
)
function closed(description: string) {
  return { additionalProperties: false, description }
}
