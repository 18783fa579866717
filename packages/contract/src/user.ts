/** A user: a person's account in one organization. */
import Type, { type Static } from 'typebox'
import { Instant, Nullable, OrganizationId, OrganizationRef, RoleRef, Strict, UserId } from './values.ts'

/** `deleted`: restorable until `purgeAt`, and out like somebody deactivated. */
export const UserStatus = Type.Enum(['active', 'inactive', 'deleted'])
export type UserStatus = Static<typeof UserStatus>

export const User = Strict({
  id: UserId,
  email: Type.String(),
  firstName: Type.String(),
  lastName: Type.String(),
  phone: Nullable(Type.String()),
  status: UserStatus,
  organization: OrganizationRef,
  /** The role, and where it is held: at home or at a place below. It reaches that place's whole subtree. */
  role: RoleRef,
  scope: OrganizationRef,
  /** Must have a second factor, whatever policies say; whoever has none sets one up at their next sign-in. */
  mfaRequired: Type.Boolean(),
  /** Signs in through a connection only: no password, no link to set one. */
  federatedOnly: Type.Boolean(),
  /** Locked after failed sign-ins: until when, or until an administrator unlocks them (`until` null). */
  locked: Nullable(Strict({ until: Nullable(Instant) })),
  lastSignInAt: Nullable(Instant),
  /** The last request in a session of theirs, to within about a minute. */
  lastActiveAt: Nullable(Instant),
  createdAt: Instant,
  deactivatedAt: Nullable(Instant),
  /** Deleted: when the account is removed for good. */
  purgeAt: Nullable(Instant),
  /** The account that stands in the place of this one since its person was invited again. */
  replacedBy: Nullable(UserId),
  version: Type.Integer(),
})
export type User = Static<typeof User>

/** A user is found at their home alone. */
export const target = Strict({ organization: OrganizationId, user: UserId })
