/** What the host product registers as owned by teams, and what team roles may do with it. */
import Type from 'typebox'
import { Strict } from '../values.ts'
import { Key, Label, PermissionKey, Sentence } from './values.ts'

export const objectTypes = Type.Optional(
  Type.Array(
    Strict({
      key: Key,
      label: Label,
      plural: Label,
      description: Sentence,
      actions: Type.Array(Strict({ key: Key, label: Label }), { minItems: 1, maxItems: 40 }),
      anywhere: Type.Optional(PermissionKey),
    }),
    {
      maxItems: 50,
      description:
        'Objects of the host product that teams own. `anywhere` is the permission whose holders need no team: they do every action on all of them.',
    },
  ),
)
export const teamRoles = Type.Optional(
  Type.Array(
    Strict({
      key: Key,
      label: Label,
      description: Sentence,
      allows: Type.Record(Key, Type.Array(Key, { uniqueItems: true, maxItems: 40 }), {
        additionalProperties: false,
        description: 'By object type, the actions that members with this role may do: `workflow: [read, run]`.',
      }),
    }),
    { maxItems: 20 },
  ),
)
