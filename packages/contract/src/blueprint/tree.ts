/** The kinds of organizations. */
import Type from 'typebox'
import { Strict } from '../values.ts'
import { Key, Label } from './values.ts'

export const BlueprintLevel = Strict({
  key: Key,
  label: Label,
  plural: Label,
  code: Type.Optional(
    Type.Enum(['required', 'optional', 'none'], {
      description:
        'Whether organizations of this level carry a short code, such as ACME. Optional unless said otherwise.',
    }),
  ),
})
export const levels = Type.Array(BlueprintLevel, {
  minItems: 1,
  maxItems: 6,
  description: 'The kinds of organizations, top first. Each lies directly below the one before.',
})
