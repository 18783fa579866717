/** Accounts locked after failed sign-ins: the way out for their owner. Administrators have `users.unlock`. */
import { route } from './route.ts'
import { Nothing, Strict, Token } from './values.ts'

export const lockouts = {
  /** With the link from the mail that tells of the lock; it does not sign in. */
  release: route({
    method: 'POST',
    path: '/lockouts/release',
    access: 'public',
    summary: 'Unlock one’s own account with the link from the mail',
    body: Strict({ token: Token }),
    returns: Nothing,
    status: 204,
    refuses: { lockout_unknown: 404 },
  }),
}
