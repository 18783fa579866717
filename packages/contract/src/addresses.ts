/** Changing the address somebody signs in with: it counts once a link sent to it is used, and the old one is told. */
import Type from 'typebox'
import { route } from './route.ts'
import { target } from './user.ts'
import { Email, Nothing, Reason, Strict, Token } from './values.ts'

export const addresses = {
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
