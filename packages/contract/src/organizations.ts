/** The tree of organizations. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import {
  BoundedCount,
  Instant,
  Nullable,
  Order,
  OrganizationId,
  OrganizationName,
  OrganizationRef,
  PageOf,
  Search,
  Strict,
  page,
} from './values.ts'

export const Organization = Strict({
  id: OrganizationId,
  name: Type.String(),
  level: Type.String(),
  parent: Nullable(OrganizationId),
  /** From the top of the caller's reach down to the parent. */
  ancestors: Type.Array(OrganizationRef),
  createdAt: Instant,
  version: Type.Integer(),
})
export type Organization = Static<typeof Organization>

/** A row of a list: with how many users it holds, counted to 1,000. */
export const OrganizationRow = Strict({
  id: OrganizationId,
  name: Type.String(),
  level: Type.String(),
  parent: Nullable(OrganizationRef),
  createdAt: Instant,
  users: BoundedCount,
  pendingInvitations: BoundedCount,
  version: Type.Integer(),
})
export type OrganizationRow = Static<typeof OrganizationRow>

export const organizations = {
  show: route({
    method: 'GET',
    path: '/organizations/{organization}',
    access: 'organizations.read',
    summary: 'One organization',
    params: Strict({ organization: OrganizationId }),
    returns: Organization,
    refuses: {},
    versioned: true,
  }),
  /** Without the organization itself. */
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/organizations',
    access: 'organizations.read',
    summary: 'Organizations below this one',
    params: Strict({ organization: OrganizationId }),
    query: Strict({
      ...page,
      search: Type.Optional(Search),
      within: Type.Optional(Type.Enum(['children', 'subtree'], { default: 'children' })),
      sort: Type.Optional(Type.Enum(['name', 'createdAt'], { default: 'name' })),
      order: Type.Optional(Order),
    }),
    returns: PageOf(OrganizationRow),
    refuses: {},
  }),
  /** One level below the organization named in the path; the blueprint says which level that is. */
  create: route({
    method: 'POST',
    path: '/organizations/{organization}/organizations',
    access: 'organizations.create',
    summary: 'Create an organization below this one',
    params: Strict({ organization: OrganizationId }),
    body: Strict({ name: OrganizationName }),
    returns: Organization,
    status: 201,
    refuses: { level_lowest: 409, organization_full: 409 },
    versioned: true,
  }),
  update: route({
    method: 'PATCH',
    path: '/organizations/{organization}',
    access: 'organizations.update',
    summary: 'Rename an organization',
    params: Strict({ organization: OrganizationId }),
    body: Strict({ name: OrganizationName }),
    returns: Organization,
    refuses: {},
    versioned: true,
  }),
}
