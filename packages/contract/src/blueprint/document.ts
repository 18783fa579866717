/** The file that makes the product the administration of a given one. Editors complete it from this schema. */
import Type, { type Static } from 'typebox'
import { objectTypes, teamRoles } from './objects.ts'
import { blueprintPolicies } from './policies.ts'
import { blueprintRoles, ownPermissions } from './roles.ts'
import { blueprintSettings } from './settings.ts'
import { features, tiers } from './tiers.ts'
import { levels } from './tree.ts'
import { Key } from './values.ts'
import { labels, menus } from './words.ts'

export const Blueprint = Type.Object(
  {
    name: Key,
    product: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'What the product is called in pages and mails.',
    }),
    labels,
    menus,
    levels,
    policies: blueprintPolicies,
    settings: blueprintSettings,
    features,
    tiers,
    objectTypes,
    teamRoles,
    permissions: ownPermissions,
    roles: blueprintRoles,
  },
  { additionalProperties: false, title: 'Tenantry blueprint' },
)
export type Blueprint = Static<typeof Blueprint>
