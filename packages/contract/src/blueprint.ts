/** The file that makes the product the administration of a given one. Editors complete it from this schema. */
import Type, { type Static } from 'typebox'
import { PermissionKey, RoleKey, Strict } from './values.ts'

const Key = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z][a-z0-9-]*$' })
const Label = Type.String({ minLength: 1, maxLength: 100 })
const Sentence = Type.String({ minLength: 1, maxLength: 500 })

export const Blueprint = Type.Object(
  {
    name: Key,
    product: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'What the product is called in pages and mails.',
    }),
    labels: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-zA-Z.]{1,60}$' }), Label, {
        description: 'Words of this product, by label key: `menu.tenantManagement: Tenant Management`.',
      }),
    ),
    levels: Type.Array(
      Strict({
        key: Key,
        label: Label,
        plural: Label,
        code: Type.Optional(
          Type.Enum(['required', 'optional', 'none'], {
            description:
              'Whether organizations of this level carry a short code, such as ACME. Optional unless said otherwise.',
          }),
        ),
      }),
      {
        minItems: 1,
        maxItems: 6,
        description: 'The kinds of organizations, top first. Each lies directly below the one before.',
      },
    ),
    tiers: Type.Optional(
      Type.Array(
        Strict({
          key: Key,
          label: Label,
          description: Sentence,
          features: Type.Array(Key, {
            uniqueItems: true,
            maxItems: 100,
            description: 'What organizations of this tier may use.',
          }),
        }),
        { maxItems: 20, description: 'What organizations may be sold, smallest first.' },
      ),
    ),
    permissions: Type.Optional(
      Type.Record(PermissionKey, Sentence, {
        description: "Permissions of the product itself, beside Tenantry's own: what the host product asks about.",
      }),
    ),
    roles: Type.Array(
      Strict({
        key: RoleKey,
        label: Label,
        description: Sentence,
        bestFor: Sentence,
        useCases: Type.Array(Sentence, { maxItems: 12 }),
        levels: Type.Array(Key, { minItems: 1, description: 'Levels of organizations at which it can be held.' }),
        permissions: Type.Array(PermissionKey, { uniqueItems: true }),
        assigns: Type.Array(RoleKey, { uniqueItems: true, description: 'Roles that holders of this one may give.' }),
        administrator: Type.Optional(
          Type.Boolean({ description: 'Keeps an organization administrable: its last active holder cannot be lost.' }),
        ),
      }),
      { minItems: 1, maxItems: 60 },
    ),
  },
  { additionalProperties: false, title: 'Tenantry blueprint' },
)
export type Blueprint = Static<typeof Blueprint>
