/** The people of an organization. */
import Type, { type Static } from 'typebox'
import { delegated } from './delegated.ts'
import { route } from './route.ts'
import { User, UserStatus, target } from './user.ts'
import {
  ActorRef,
  BoundedCount,
  EventId,
  Instant,
  Nullable,
  Order,
  OrganizationId,
  PageOf,
  PersonName,
  Phone,
  Reason,
  RoleKey,
  Search,
  Strict,
  page,
} from './values.ts'

/** Characters. What is searched for with fewer finds only what begins with them: a name as a whole, or an address. */
export const shortestAnywhere = 3

/** A recorded fact about a user: what, who, when, from what to what, why. */
export const Change = Strict({
  id: EventId,
  at: Instant,
  /** Event type, past tense: `user.role_changed`. */
  type: Type.String(),
  actor: ActorRef,
  before: Nullable(Type.Record(Type.String(), Type.Unknown())),
  after: Nullable(Type.Record(Type.String(), Type.Unknown())),
  reason: Nullable(Type.String()),
})
export type Change = Static<typeof Change>

const filter = {
  search: Type.Optional(Search),
  /** Deleted users are found when asked for. */
  status: Type.Optional(UserStatus),
  role: Type.Optional(RoleKey),
  /** Those locked after failed sign-ins, or those that are not. */
  locked: Type.Optional(Type.Boolean()),
  within: Type.Optional(Type.Enum(['organization', 'subtree'], { default: 'organization' })),
  /** Only those who have not signed in for so many days, or never. */
  notSignedInFor: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  /** Only those who never signed in. */
  neverSignedIn: Type.Optional(Type.Boolean()),
  /** Within a subtree: `hidden` leaves out whoever belongs to an organization that is deleted, `only` finds nobody else. */
  deletedOrganizations: Type.Optional(Type.Enum(['hidden', 'only'], { default: 'hidden' })),
}

export const users = {
  ...delegated,
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/users',
    access: 'users.read',
    summary: 'Users of an organization, or of everything below it too',
    params: Strict({ organization: OrganizationId }),
    query: Strict({
      ...page,
      ...filter,
      sort: Type.Optional(
        Type.Enum(['name', 'email', 'role', 'status', 'lastSignInAt', 'createdAt'], { default: 'name' }),
      ),
      order: Type.Optional(Order),
    }),
    returns: PageOf(User),
    refuses: {},
  }),
  /** Counts to 1,000 and then says "more". */
  count: route({
    method: 'GET',
    path: '/organizations/{organization}/users/count',
    access: 'users.read',
    summary: 'How many users a filter finds, counted to 1,000',
    params: Strict({ organization: OrganizationId }),
    query: Strict(filter),
    returns: BoundedCount,
    refuses: {},
  }),
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/users/{user}',
    access: 'users.read',
    summary: 'One user',
    params: target,
    returns: User,
    refuses: { user_unknown: 404 },
    versioned: true,
  }),
  update: route({
    method: 'PATCH',
    path: '/organizations/{organization}/users/{user}',
    access: 'users.update',
    summary: 'Change a user’s name or phone number',
    params: target,
    body: Type.Partial(Strict({ firstName: PersonName, lastName: PersonName, phone: Nullable(Phone) }), {
      additionalProperties: false,
      minProperties: 1,
    }),
    returns: User,
    refuses: { user_unknown: 404, rank_too_low: 403 },
    versioned: true,
  }),
  changeRole: route({
    method: 'PUT',
    path: '/organizations/{organization}/users/{user}/role',
    access: 'users.change_role',
    summary: 'Give a user another role; obeyed by their very next request',
    params: target,
    body: Strict({ role: RoleKey, reason: Type.Optional(Reason) }),
    returns: User,
    refuses: {
      user_unknown: 404,
      rank_too_low: 403,
      role_unknown: 422,
      role_not_assignable: 403,
      role_own: 409,
      role_immutable: 409,
      reason_required: 422,
      administrator_last: 409,
    },
    versioned: true,
  }),
  /** Their sessions and open links end in the same transaction. */
  deactivate: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/deactivate',
    access: 'users.deactivate',
    summary: 'Deactivate a user; they are out at once',
    params: target,
    body: Strict({ reason: Type.Optional(Reason) }),
    returns: User,
    refuses: {
      user_unknown: 404,
      rank_too_low: 403,
      user_own: 409,
      administrator_last: 409,
      user_inactive: 409,
      reason_required: 422,
    },
    versioned: true,
  }),
  reactivate: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/reactivate',
    access: 'users.deactivate',
    summary: 'Reactivate a user; they sign in again with the password they had',
    params: target,
    body: Strict({ reason: Type.Optional(Reason) }),
    returns: User,
    refuses: {
      user_unknown: 404,
      rank_too_low: 403,
      user_active: 409,
      user_deleted: 409,
      user_replaced: 409,
      email_taken: 409,
      reason_required: 422,
    },
    versioned: true,
  }),
  changes: route({
    method: 'GET',
    path: '/organizations/{organization}/users/{user}/changes',
    access: 'users.read',
    summary: 'The change record of a user, newest first',
    params: target,
    query: Strict(page),
    returns: PageOf(Change),
    refuses: { user_unknown: 404 },
  }),
}
export { User, UserStatus }
