/** What administrators do with accounts of others beside changing names and roles: make, scope, move, restrict, delete. */
import Type from 'typebox'
import { route } from './route.ts'
import { User, target } from './user.ts'
import { Email, Nothing, OrganizationId, PasswordInput, PersonName, Phone, Reason, RoleKey, Strict } from './values.ts'

const why = { reason: Type.Optional(Reason) }
const known = { user_unknown: 404, rank_too_low: 403 }
const placing = { role_unknown: 422, role_not_assignable: 403, scope_unknown: 422 }

export const delegated = {
  /**
   * An account without an invitation, where the policy `onboarding.modes` allows that. An initial password opens one
   * session in which it must be changed: one chosen here (`password`, by the policy `password.admin_set`), or one that is
   * drawn and goes to the person alone (`credentials`, an onboarding mode of its own). Without either the person gets a
   * link. Somebody who has a password here already keeps it: their account is theirs once they confirm it from their mail,
   * and the answer is the same.
   */
  create: route({
    method: 'POST',
    path: '/organizations/{organization}/users',
    access: 'users.create',
    summary: 'Create a user directly',
    params: Strict({ organization: OrganizationId }),
    body: Strict({
      email: Email,
      firstName: PersonName,
      lastName: PersonName,
      phone: Type.Optional(Phone),
      role: RoleKey,
      /** Where the role is held: the organization itself, unless a place below is named. */
      scope: Type.Optional(OrganizationId),
      password: Type.Optional(PasswordInput),
      credentials: Type.Optional(Type.Boolean({ default: false })),
      ...why,
    }),
    returns: User,
    status: 201,
    refuses: {
      ...placing,
      organization_stopped: 409,
      /** With a password, where none is taken. */
      organization_federated: 409,
      creation_off: 409,
      credentials_off: 409,
      initial_password_off: 422,
      user_exists: 409,
      user_exists_inactive: 409,
      email_taken: 409,
      invitation_pending: 409,
      password_too_short: 422,
      password_too_weak: 422,
      password_leaked: 422,
      creation_too_soon: 429,
    },
    versioned: true,
  }),
  /** Role and place at once; what the user held before is replaced. Obeyed by their very next request. */
  changeScope: route({
    method: 'PUT',
    path: '/organizations/{organization}/users/{user}/scope',
    access: 'users.move',
    summary: 'Change where a user holds their role, and which',
    params: target,
    body: Strict({ scope: OrganizationId, role: Type.Optional(RoleKey), ...why }),
    returns: User,
    refuses: {
      ...known,
      ...placing,
      role_own: 409,
      role_immutable: 409,
      reason_required: 422,
      administrator_last: 409,
    },
    versioned: true,
  }),
  /** Needs the permission at both places. Sessions go on with the new reach; the change record goes along. */
  move: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/move',
    access: 'users.move',
    summary: 'Move a user to another organization',
    params: target,
    body: Strict({ to: OrganizationId, role: RoleKey, scope: Type.Optional(OrganizationId), ...why }),
    returns: User,
    refuses: {
      ...known,
      ...placing,
      destination_unknown: 422,
      destination_same: 409,
      destination_forbidden: 403,
      organization_stopped: 409,
      role_immutable: 409,
      reason_required: 422,
      user_own: 409,
      user_exists: 409,
      user_replaced: 409,
      administrator_last: 409,
    },
    versioned: true,
  }),
  /**
   * By the policy `user.removal`: final, so that sessions, grants, links and credentials go in the same transaction; or
   * out at once and restorable until `purgeAt`; or not at all. What is recorded stays under their name.
   */
  remove: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/delete',
    access: 'users.delete',
    summary: 'Delete a user, permanently or for a time in which they can be restored',
    params: target,
    body: Strict(why),
    returns: Nothing,
    status: 204,
    refuses: {
      ...known,
      user_own: 409,
      user_deleted: 409,
      removal_off: 409,
      administrator_last: 409,
      reason_required: 422,
    },
  }),
  /** They come back deactivated, with the role they had; reactivating them is a step of its own. */
  restore: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/restore',
    access: 'users.delete',
    summary: 'Restore a deleted user',
    params: target,
    body: Strict(why),
    returns: User,
    refuses: { ...known, user_not_deleted: 409 },
    versioned: true,
  }),
  /** Ends a lock and forgets the failed attempts counted for the account, wherever they came from, where the policy `lockout` lets administrators. */
  unlock: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/unlock',
    access: 'users.unlock',
    summary: 'Unlock a user after failed sign-ins',
    params: target,
    returns: Nothing,
    status: 204,
    refuses: { ...known, unlock_off: 409 },
  }),
  /** Who has none sets one up at their next sign-in, and can do nothing before. */
  requireMfa: route({
    method: 'PUT',
    path: '/organizations/{organization}/users/{user}/mfa-required',
    access: 'users.require_mfa',
    summary: 'Require a second factor of a user, or no longer',
    params: target,
    body: Strict({ mfaRequired: Type.Boolean(), ...why }),
    returns: User,
    refuses: { ...known, user_own: 409 },
    versioned: true,
  }),
  /** While it is on: no sign-in by password and no link to set one; open sessions made with a password end. */
  forceFederated: route({
    method: 'PUT',
    path: '/organizations/{organization}/users/{user}/federated-only',
    access: 'users.force_federated',
    summary: 'Restrict a user to federated sign-in, or no longer',
    params: target,
    body: Strict({ federatedOnly: Type.Boolean(), ...why }),
    returns: User,
    refuses: { ...known, user_own: 409, administrator_last: 409 },
    versioned: true,
  }),
}
