/** What may be done, and the roles that bundle it. */
import Type from 'typebox'
import { Strict } from '../values.ts'
import { Key, Label, only, PermissionKey, RoleKey, Sentence } from './values.ts'

export const ownPermissions = Type.Optional(
  Type.Record(PermissionKey, Sentence, {
    ...only,
    description: "Permissions of the product itself, beside Tenantry's own: what the host product asks about.",
  }),
)
export const BlueprintRole = Strict({
  key: RoleKey,
  label: Label,
  description: Sentence,
  bestFor: Sentence,
  useCases: Type.Array(Sentence, { maxItems: 12 }),
  levels: Type.Array(Key, { minItems: 1, description: 'Levels of organizations at which it can be held.' }),
  permissions: Type.Array(PermissionKey, { uniqueItems: true, maxItems: 500 }),
  assigns: Type.Array(RoleKey, { uniqueItems: true, description: 'Roles that holders of this one may give.' }),
  administrator: Type.Optional(
    Type.Boolean({ description: 'Keeps an organization administrable: its last active holder cannot be lost.' }),
  ),
})
export const blueprintRoles = Type.Array(BlueprintRole, { minItems: 1, maxItems: 60 })
