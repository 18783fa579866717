/** Changing the address somebody signs in with: it counts once a link sent to it is used, and the old one is told. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { target } from './user.ts'
import { ActorRef, Email, Instant, Nothing, Nullable, Reason, Strict, Token } from './values.ts'

/** A change that waits for its link to be used. Over when that is, when it is cancelled, or at `expiresAt`. */
export const PendingEmail = Strict({
  email: Type.String(),
  requestedBy: ActorRef,
  requestedAt: Instant,
  expiresAt: Instant,
})
export type PendingEmail = Static<typeof PendingEmail>
const Pending = Strict({ pending: Nullable(PendingEmail) })

export const addresses = {
  showOwn: route({
    method: 'GET',
    path: '/me/email',
    access: 'member',
    summary: 'The e-mail address one asked to sign in with, while it is not confirmed',
    returns: Pending,
    refuses: {},
  }),
  /** Whoever asked for it, for whichever of one's accounts (by a provider's word alone, or a key, for this one): its link is dead. */
  cancelOwn: route({
    method: 'DELETE',
    path: '/me/email',
    access: 'member',
    summary: 'Cancel a change of one’s own e-mail address',
    returns: Nothing,
    status: 204,
    refuses: { email_change_none: 409 },
  }),
  /** Of this account: what was asked for elsewhere is shown there. */
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/users/{user}/email',
    access: 'users.read',
    summary: 'The e-mail address that was asked for a user, while it is not confirmed',
    params: target,
    returns: Pending,
    refuses: { user_unknown: 404 },
  }),
  /** Whoever might ask for it may cancel it: its link is dead. */
  cancel: route({
    method: 'DELETE',
    path: '/organizations/{organization}/users/{user}/email',
    access: 'users.update',
    summary: 'Cancel a change of a user’s e-mail address',
    params: target,
    returns: Nothing,
    status: 204,
    refuses: { user_unknown: 404, rank_too_low: 403, user_own: 409, email_change_none: 409 },
  }),
  /** One change is open at a time: a new one ends the one before. */
  changeOwn: route({
    method: 'POST',
    path: '/me/email',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: 'Ask to sign in with another e-mail address',
    body: Strict({ email: Email }),
    returns: Nothing,
    status: 202,
    refuses: { email_unchanged: 422, email_change_too_soon: 429 },
  }),
  /** It changes for all accounts of the person, so it takes the rank of the highest of them, wherever that is. */
  change: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/email',
    access: 'users.update',
    summary: 'Ask to give a user another e-mail address',
    params: target,
    body: Strict({ email: Email, reason: Type.Optional(Reason) }),
    returns: Nothing,
    status: 202,
    refuses: { user_unknown: 404, rank_too_low: 403, user_own: 409, email_unchanged: 422, email_change_too_soon: 429 },
  }),
  confirm: route({
    method: 'POST',
    path: '/email-changes/confirm',
    access: 'public',
    summary: 'Confirm a new e-mail address with the link sent to it',
    body: Strict({ token: Token }),
    returns: Nothing,
    status: 204,
    refuses: { email_change_unknown: 404, email_change_used: 409, email_change_expired: 410 },
  }),
}
