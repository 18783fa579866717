/** The product's own words, and what stands in its sidebar. */
import Type, { type Static } from 'typebox'
import { Strict } from '../values.ts'
import { Key, Label, only, PermissionKey } from './values.ts'

/** Label keys beside those that are made of a level's key, which {@link levelLabels} tells. */
export const labelKeys = [
  'menu.organizations',
  'menu.management',
  'menu.info',
  'menu.users',
  'menu.invitations',
  'menu.roles',
  'menu.policies',
  'menu.authentication',
  'menu.federation',
  'menu.settings',
  'menu.signIns',
  'menu.mails',
  'menu.blueprint',
  'tab.info',
  'tab.users',
  'tab.invitations',
  'action.inviteUser',
  'status.active',
  'status.inactive',
  'status.pending',
  'status.accepted',
  'status.expired',
  'status.revoked',
  'act.deactivate',
  'act.reactivate',
] as const
/** `menu.tenantManagement`, `menu.tenants`, `tab.tenantInfo`. */
export const levelLabels = (level: string): string[] => [
  `menu.${level}Management`,
  `menu.${level}s`,
  `tab.${level}Info`,
]

export const labels = Type.Optional(
  Type.Record(Type.String({ pattern: '^[a-zA-Z-]{1,30}\\.[a-zA-Z-]{1,60}$' }), Label, {
    ...only,
    description:
      'Words of this product, by label key: `menu.tenantManagement: Tenant Management`. In place of the catalogue, in every language.',
  }),
)

/** Pages that can stand in the sidebar. `management` is one page with the tabs information, users and invitations. */
export const MenuEntry = Type.Enum([
  'organizations',
  'management',
  'info',
  'users',
  'invitations',
  'roles',
  'policies',
  'authentication',
  'federation',
  'settings',
  'sign_ins',
  'mails',
  'blueprint',
])
export type MenuEntry = Static<typeof MenuEntry>

export const Menu = Strict({
  entry: MenuEntry,
  group: Type.Optional(Label),
  permission: Type.Optional(PermissionKey),
  levels: Type.Optional(Type.Array(Key, { minItems: 1, uniqueItems: true, maxItems: 6 })),
})
export type Menu = Static<typeof Menu>

export const menus = Type.Optional(
  Type.Array(Menu, {
    minItems: 1,
    maxItems: 30,
    description:
      'The sidebar, in this order: each page once. `group` is a heading above neighbours, `permission` one more that is needed to see the entry, `levels` where it stands. Without menus: organizations, management, roles, policies, authentication, settings, mails, blueprint.',
  }),
)
