/** The roles of the blueprint and what each may do. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import {
  CustomRoleId,
  Nothing,
  Nullable,
  OrganizationId,
  OrganizationRef,
  RoleKey,
  RoleRef,
  Strict,
  Within,
  printable,
} from './values.ts'

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
  /** An organization's own, not the blueprint's. */
  custom: Type.Boolean(),
  /** Whose own it is; null for those of the blueprint, and where it comes from above what is read here. */
  organization: Nullable(OrganizationRef),
  version: Type.Integer(),
})
export type Role = Static<typeof Role>

const RoleText = Type.String({ minLength: 1, maxLength: 500, pattern: printable })
const shape = {
  label: Type.String({ minLength: 1, maxLength: 100, pattern: printable }),
  description: RoleText,
  permissions: Type.Array(Type.String({ maxLength: 80, pattern: '^[a-z][a-z_]*\\.[a-z][a-z_]*$' }), {
    minItems: 1,
    maxItems: 200,
    uniqueItems: true,
  }),
  /** Levels of organizations at which it can be held: this one's or below. */
  levels: Type.Array(Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z][a-z0-9-]*$' }), {
    minItems: 1,
    maxItems: 6,
    uniqueItems: true,
  }),
}
/** Roles that holders of it may give. */
const assigns = Type.Optional(Type.Array(RoleKey, { maxItems: 60, uniqueItems: true }))
const own = Strict({ organization: OrganizationId, customRole: CustomRoleId })
const above = {
  role_exists: 409,
  permission_unknown: 422,
  permission_above: 403,
  level_unknown: 422,
  assigns_above: 403,
}

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
  /** Never above what the maker holds at the organization. It can be given there and below, by whoever manages roles. */
  create: route({
    method: 'POST',
    path: '/organizations/{organization}/roles',
    access: 'roles.manage',
    summary: 'Create a role of the organization’s own',
    params: Strict({ organization: OrganizationId }),
    body: Strict({ ...shape, assigns }),
    returns: Role,
    status: 201,
    refuses: { ...above, roles_full: 409 },
    versioned: true,
  }),
  /** Acts on everybody who holds it with their very next request. */
  update: route({
    method: 'PATCH',
    path: '/organizations/{organization}/roles/{customRole}',
    access: 'roles.manage',
    summary: 'Change a role of the organization’s own',
    params: own,
    body: Type.Partial(Strict({ ...shape, assigns }), { additionalProperties: false, minProperties: 1 }),
    returns: Role,
    refuses: { ...above, role_unknown: 404, rank_too_low: 403 },
    versioned: true,
  }),
  remove: route({
    method: 'DELETE',
    path: '/organizations/{organization}/roles/{customRole}',
    access: 'roles.manage',
    summary: 'Delete a role of the organization’s own that nobody holds',
    params: own,
    returns: Nothing,
    status: 204,
    refuses: { role_unknown: 404, rank_too_low: 403, role_in_use: 409 },
  }),
}
