/** The tree of organizations. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import {
  BoundedCount,
  Description,
  HostName,
  Instant,
  Nullable,
  Order,
  OrganizationCode,
  OrganizationId,
  OrganizationName,
  OrganizationRef,
  PageOf,
  Reason,
  Search,
  Strict,
  page,
} from './values.ts'

/** Of the organization itself. Whoever lies below a suspended or deleted one is stopped as well: see `stopped`. */
export const Standing = Type.Enum(['active', 'suspended', 'deleted'])
export type Standing = Static<typeof Standing>

const facts = {
  id: OrganizationId,
  name: Type.String(),
  level: Type.String(),
  code: Nullable(Type.String()),
  description: Nullable(Type.String()),
  /** Key of a tier of the blueprint. */
  tier: Nullable(Type.String()),
  host: Nullable(Type.String()),
  standing: Standing,
  /** It, or an organization above it, is suspended or deleted: nobody at home here can do anything. */
  stopped: Type.Boolean(),
  createdAt: Instant,
  /** When a deleted organization will be gone for good. */
  purgeAt: Nullable(Instant),
  version: Type.Integer(),
}
export const Organization = Strict({
  ...facts,
  parent: Nullable(OrganizationId),
  /** From the top of the caller's reach down to the parent. */
  ancestors: Type.Array(OrganizationRef),
})
export type Organization = Static<typeof Organization>

/** A row of a list, with what it holds, each counted to 1,000. */
export const OrganizationRow = Strict({
  ...facts,
  parent: Nullable(OrganizationRef),
  /** Below the organization whose list it is, down to the parent: where a hit of a search lies. */
  ancestors: Type.Array(OrganizationRef),
  children: BoundedCount,
  users: BoundedCount,
  pendingInvitations: BoundedCount,
})
export type OrganizationRow = Static<typeof OrganizationRow>

/** What lies in a subtree, exactly; deleted organizations and their people included. */
export const SubtreeCounts = Strict({
  organizations: Type.Integer(),
  users: Type.Integer(),
  /** Sessions that are open now. */
  sessions: Type.Integer(),
  invitations: Type.Integer(),
})
export type SubtreeCounts = Static<typeof SubtreeCounts>

/** What a move would take along, and what stands in its way. */
export const MovePreview = Strict({
  from: Nullable(OrganizationRef),
  to: OrganizationRef,
  counts: SubtreeCounts,
  /** Codes of refusals of `move`; empty: it would be done. */
  obstacles: Type.Array(Type.String()),
})
export type MovePreview = Static<typeof MovePreview>

const Tier = Type.String({ minLength: 1, maxLength: 60, description: 'Key of a tier of the blueprint.' })
const params = Strict({ organization: OrganizationId })
const details = {
  code: Type.Optional(Nullable(OrganizationCode)),
  description: Type.Optional(Nullable(Description)),
  host: Type.Optional(Nullable(HostName)),
}
const writing = { code_taken: 409, code_required: 422, code_unfit: 422, host_taken: 409 }

export const organizations = {
  show: route({
    method: 'GET',
    path: '/organizations/{organization}',
    access: 'organizations.read',
    summary: 'One organization',
    params,
    returns: Organization,
    refuses: {},
    versioned: true,
  }),
  /** Without the organization itself. Deleted ones only where they are asked for. */
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/organizations',
    access: 'organizations.read',
    summary: 'Organizations below this one',
    params,
    query: Strict({
      ...page,
      search: Type.Optional(Search),
      within: Type.Optional(Type.Enum(['children', 'subtree'], { default: 'children' })),
      level: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
      standing: Type.Optional(Standing),
      sort: Type.Optional(Type.Enum(['name', 'code', 'createdAt'], { default: 'name' })),
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
    params,
    body: Strict({ name: OrganizationName, ...details, tier: Type.Optional(Nullable(Tier)) }),
    returns: Organization,
    status: 201,
    refuses: {
      ...writing,
      level_lowest: 409,
      organization_full: 409,
      organization_stopped: 409,
      tier_unknown: 422,
      tier_not_yours: 403,
    },
    versioned: true,
  }),
  update: route({
    method: 'PATCH',
    path: '/organizations/{organization}',
    access: 'organizations.update',
    summary: 'Change an organization’s name, code, description or host name',
    params,
    body: Type.Partial(Strict({ name: OrganizationName, ...details }), {
      additionalProperties: false,
      minProperties: 1,
    }),
    returns: Organization,
    refuses: { ...writing },
    versioned: true,
  }),
  setTier: route({
    method: 'PUT',
    path: '/organizations/{organization}/tier',
    access: 'organizations.set_tier',
    summary: 'Give an organization another tier, or none',
    params,
    body: Strict({ tier: Nullable(Tier) }),
    returns: Organization,
    refuses: { tier_unknown: 422 },
    versioned: true,
  }),
  previewMove: route({
    method: 'GET',
    path: '/organizations/{organization}/move',
    access: 'organizations.move',
    summary: 'What a move to another parent would take along',
    params,
    query: Strict({ to: OrganizationId }),
    returns: MovePreview,
    refuses: { parent_unknown: 404 },
  }),
  /** The whole subtree goes along, in one transaction: users, grants, sessions, invitations and what is recorded of them. */
  move: route({
    method: 'POST',
    path: '/organizations/{organization}/move',
    access: 'organizations.move',
    summary: 'Move an organization below another parent',
    params,
    body: Strict({ to: OrganizationId, reason: Type.Optional(Reason) }),
    returns: Organization,
    refuses: {
      parent_unknown: 404,
      move_cycle: 409,
      move_level: 409,
      move_nowhere: 409,
      move_grants: 409,
      move_roles: 409,
      organization_full: 409,
      organization_stopped: 409,
      organization_root: 409,
      reason_required: 422,
    },
    versioned: true,
  }),
  /** Everybody at home here or below is out at once, and their links, sessions and keys stop; nothing of it is lost. */
  suspend: route({
    method: 'POST',
    path: '/organizations/{organization}/suspend',
    access: 'organizations.suspend',
    summary: 'Suspend an organization and everything below it',
    params,
    body: Strict({ reason: Type.Optional(Reason) }),
    returns: Organization,
    refuses: { organization_suspended: 409, organization_deleted: 409, organization_own: 409, reason_required: 422 },
    versioned: true,
  }),
  resume: route({
    method: 'POST',
    path: '/organizations/{organization}/resume',
    access: 'organizations.suspend',
    summary: 'Resume a suspended organization',
    params,
    body: Strict({ reason: Type.Optional(Reason) }),
    returns: Organization,
    refuses: { organization_active: 409, organization_deleted: 409 },
    versioned: true,
  }),
  previewDelete: route({
    method: 'GET',
    path: '/organizations/{organization}/delete',
    access: 'organizations.delete',
    summary: 'What would go with an organization',
    params,
    returns: SubtreeCounts,
    refuses: {},
  }),
  /** Stopped at once, restorable until `purgeAt`, then removed by a job. What is recorded stays. */
  remove: route({
    method: 'POST',
    path: '/organizations/{organization}/delete',
    access: 'organizations.delete',
    summary: 'Delete an organization and everything below it',
    params,
    body: Strict({
      confirm: Type.String({ minLength: 1, maxLength: 120, description: 'Its code; its name where it has none.' }),
      reason: Type.Optional(Reason),
    }),
    returns: Organization,
    refuses: { confirmation_differs: 422, organization_deleted: 409, organization_own: 409, reason_required: 422 },
    versioned: true,
  }),
  restore: route({
    method: 'POST',
    path: '/organizations/{organization}/restore',
    access: 'organizations.delete',
    summary: 'Restore a deleted organization within its grace period',
    params,
    body: Strict({ reason: Type.Optional(Reason) }),
    returns: Organization,
    refuses: { organization_not_deleted: 409 },
    versioned: true,
  }),
}
