/** Forgotten passwords: a single-use link by mail. */
import Type from 'typebox'
import { route } from './route.ts'
import { Email, Instant, Nothing, OrganizationId, PasswordInput, Strict, Token, UserId } from './values.ts'

export const passwords = {
  /** Always 202, for known and unknown addresses alike; the mail follows from the queue. */
  requestReset: route({
    method: 'POST',
    path: '/password-resets',
    access: 'public',
    summary: 'Ask for a link to set a new password',
    body: Strict({ email: Email }),
    returns: Nothing,
    status: 202,
    refuses: {},
  }),
  /** What the page behind the link shows. */
  showReset: route({
    method: 'POST',
    path: '/password-resets/show',
    access: 'public',
    summary: 'Look at a reset link before using it',
    body: Strict({ token: Token }),
    returns: Strict({ email: Type.String(), expiresAt: Instant, minLength: Type.Integer() }),
    refuses: { reset_unknown: 404, reset_used: 409, reset_expired: 410 },
  }),
  /** Sets the password and ends every session of the person. It does not sign in. */
  completeReset: route({
    method: 'POST',
    path: '/password-resets/complete',
    access: 'public',
    summary: 'Set a new password with the link from the mail',
    body: Strict({ token: Token, password: PasswordInput }),
    returns: Nothing,
    status: 204,
    refuses: {
      reset_unknown: 404,
      reset_used: 409,
      reset_expired: 410,
      password_too_short: 422,
      password_too_weak: 422,
      password_leaked: 422,
    },
  }),
  /** An administrator has the mail sent; they never learn a password. */
  sendReset: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/password-reset',
    access: 'users.reset_password',
    summary: 'Send a user a link to set a new password',
    params: Strict({ organization: OrganizationId, user: UserId }),
    returns: Nothing,
    status: 202,
    refuses: { user_unknown: 404, rank_too_low: 403, user_inactive: 409, user_federated: 409, reset_too_soon: 429 },
  }),
}
