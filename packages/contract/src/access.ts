/** Why something is allowed or refused, and who can do what: explanations of the one decision function. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import {
  ActorRef,
  BoundedCount,
  Nullable,
  OrganizationId,
  OrganizationRef,
  PageOf,
  PermissionKey,
  RoleRef,
  Strict,
  UserId,
} from './values.ts'

/** A role held at a node. */
export const HeldGrant = Strict({ role: RoleRef, organization: OrganizationRef })
export type HeldGrant = Static<typeof HeldGrant>

/** Administrators above what the caller may see, by role alone. */
export const Above = Strict({ role: RoleRef, count: BoundedCount })
export type Above = Static<typeof Above>

/** Who could give a permission at a place: the roles that carry it there, and those who may give such a role. */
export const Givers = Strict({
  roles: Type.Array(RoleRef),
  /** Roles that carry it and are held at organizations of other levels. */
  otherRoles: Type.Array(RoleRef),
  /** At most 5, within the caller's reach. */
  people: Type.Array(Strict({ user: ActorRef, role: RoleRef, organization: OrganizationRef })),
  above: Type.Array(Above),
})
export type Givers = Static<typeof Givers>

const reason = Type.Enum(['permission', 'reach', 'inactive', 'stopped'])
export const Explanation = Strict({
  permission: Strict({ key: Type.String(), label: Type.String() }),
  /** The organization asked about; null where it is beyond reach, or does not exist: the two are answered alike. */
  at: Nullable(OrganizationRef),
  allowed: Type.Boolean(),
  /** The grant that allows it. */
  by: Nullable(HeldGrant),
  /**
   * Why not. `reach`: no grant covers the organization, or there is none. `permission`: one does, without the
   * permission. `inactive`: the user is deactivated, and may do nothing. `stopped`: nor may anybody at home in a
   * suspended or deleted organization.
   */
  reason: Nullable(reason),
  /** Grants with the permission that lie elsewhere. */
  heldElsewhere: Type.Array(HeldGrant),
  /** Null where it is allowed, and where the organization is beyond reach. */
  givers: Nullable(Givers),
})
export type Explanation = Static<typeof Explanation>

export const Holder = Strict({ user: ActorRef, home: OrganizationRef, by: HeldGrant })
export type Holder = Static<typeof Holder>

/** One question of a batch. */
export const Question = Strict({ permission: PermissionKey, organization: OrganizationId })
export type Question = Static<typeof Question>
/** Its answer in short: `explain` says the same with names, and who could change it. */
export const Check = Strict({
  allowed: Type.Boolean(),
  /** Key of the role whose grant allows it. */
  by: Nullable(Type.String()),
  /** Why not, as in an explanation; `permission`: no grant that covers the organization has the permission asked for. */
  reason: Nullable(reason),
})
export type Check = Static<typeof Check>
const questions = { questions: Type.Array(Question, { minItems: 1, maxItems: 100 }) }
/** In the order of the questions. */
const Checks = Strict({ answers: Type.Array(Check) })

/** What the answers about one user follow from, for a guard that decides by itself for as long as it is fresh. */
export const Basis = Strict({
  user: UserId,
  grants: Type.Array(Strict({ role: Type.String(), place: Type.String(), permissions: Type.Array(Type.String()) })),
  /** Of the organizations asked about those within reach: those beyond it, and those that do not exist, are left out. */
  places: Type.Array(Strict({ organization: OrganizationId, place: Type.String() })),
})
export type Basis = Static<typeof Basis>

const refuses = { permission_unknown: 422 } as const

export const access = {
  /** The caller themself, about any organization: one that is beyond reach answers like one that does not exist. */
  explain: route({
    method: 'GET',
    path: '/organizations/{organization}/access/explain',
    access: 'reach',
    summary: 'Why the caller may or may not do something there',
    params: Strict({ organization: OrganizationId }),
    query: Strict({ permission: PermissionKey }),
    returns: Explanation,
    refuses,
  }),
  /** About a user at home in the organization; `at` is their home unless said otherwise. */
  explainUser: route({
    method: 'GET',
    path: '/organizations/{organization}/access/users/{user}/explain',
    access: 'users.read',
    summary: 'Why a user may or may not do something',
    params: Strict({ organization: OrganizationId, user: UserId }),
    query: Strict({ permission: PermissionKey, at: Type.Optional(OrganizationId) }),
    returns: Explanation,
    refuses: { ...refuses, user_unknown: 404 },
  }),
  /** Active users, by the place of their grant from the top down; those above the caller's reach by role and number only. */
  holders: route({
    method: 'GET',
    path: '/organizations/{organization}/access/holders',
    access: 'users.read',
    summary: 'Who may do something to the organization',
    params: Strict({ organization: OrganizationId }),
    query: Strict({
      permission: PermissionKey,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
    }),
    returns: Strict({ ...PageOf(Holder).properties, above: Type.Array(Above) }),
    refuses,
  }),
  /** Up to 100 questions about the caller at once, answered from one look-up: one answer each, in their order. */
  check: route({
    method: 'POST',
    path: '/checks',
    access: 'member',
    readsOnly: true,
    weighed: true,
    summary: 'Whether the caller may do each of several things',
    body: Strict(questions),
    returns: Checks,
    refuses,
  }),
  /** The same about a user at home in the organization; whatever lies beyond it is beyond their reach. */
  checkUser: route({
    method: 'POST',
    path: '/organizations/{organization}/access/users/{user}/checks',
    access: 'users.read',
    readsOnly: true,
    summary: 'Whether a user may do each of several things',
    params: Strict({ organization: OrganizationId, user: UserId }),
    body: Strict(questions),
    returns: Checks,
    refuses: { ...refuses, user_unknown: 404 },
  }),
  /** Places are told relative to the caller's own grants: nothing shows of what lies above or beside them. */
  basis: route({
    method: 'POST',
    path: '/checks/basis',
    access: 'member',
    readsOnly: true,
    weighed: true,
    summary: 'What the caller holds, and where organizations lie below it, for a guard',
    body: Strict({ organizations: Type.Array(OrganizationId, { maxItems: 1000 }) }),
    returns: Basis,
    refuses: {},
  }),
}
