/** The roles of the blueprint and what each may do. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { OrganizationId, RoleRef, Strict, Within } from './values.ts'

export const Role = Strict({
  key: Type.String(),
  label: Type.String(),
  description: Type.String(),
  bestFor: Type.String(),
  useCases: Type.Array(Type.String()),
  /** Levels of organizations at which it can be held. */
  levels: Type.Array(Type.String()),
  permissions: Type.Array(Strict({ key: Type.String(), label: Type.String() })),
  /** Roles that its holders may give, at the same place or below. */
  assigns: Type.Array(RoleRef),
  /** The role that keeps an organization administrable: its last holder cannot be lost. */
  administrator: Type.Boolean(),
  /** The caller may give this role here. */
  assignable: Type.Boolean(),
})
export type Role = Static<typeof Role>

export const roles = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/roles',
    access: 'roles.read',
    summary: 'Roles that can be held in this organization',
    params: Strict({ organization: OrganizationId }),
    /** `subtree`: also those that can be held in organizations below only; they are never assignable here. */
    query: Strict({ within: Type.Optional(Within) }),
    returns: Strict({ items: Type.Array(Role) }),
    refuses: {},
  }),
}
