/** Accounts made for people who have a password here already: theirs once they confirm. */
import Type from 'typebox'
import { Me } from './profile.ts'
import { route } from './route.ts'
import { Instant, PasswordInput, RoleRef, Strict, Token } from './values.ts'

export const joinings = {
  /** What the page behind the link shows. */
  open: route({
    method: 'POST',
    path: '/joinings/open',
    access: 'public',
    summary: 'Look at an account before confirming it',
    body: Strict({ token: Token }),
    returns: Strict({
      email: Type.String(),
      organization: Type.String(),
      role: RoleRef,
      expiresAt: Instant,
      /** The person has a password of their own: it is asked for instead of a new one. */
      accountExists: Type.Boolean(),
      /** Of a new password. */
      minLength: Type.Integer(),
    }),
    refuses: { joining_unknown: 404, joining_expired: 410, organization_stopped: 409 },
  }),
  /** The link proves the mailbox, the password the person; signs in. */
  confirm: route({
    method: 'POST',
    path: '/joinings/confirm',
    access: 'public',
    summary: 'Confirm an account and sign in',
    body: Strict({ token: Token, password: PasswordInput }),
    returns: Me,
    status: 201,
    refuses: {
      joining_unknown: 404,
      joining_expired: 410,
      organization_stopped: 409,
      account_elsewhere: 409,
      password_wrong: 422,
      password_too_short: 422,
      password_too_weak: 422,
      password_leaked: 422,
      sign_in_throttled: 429,
    },
  }),
}
