/** Signing in and out, and the sessions that follow. */
import Type, { type Static } from 'typebox'
import { Me } from './profile.ts'
import { route } from './route.ts'
import { anyStep, Step } from './steps.ts'
import { Email, Instant, Nothing, Nullable, PasswordInput, SessionId, Strict, UserId } from './values.ts'

export const Session = Strict({
  id: SessionId,
  current: Type.Boolean(),
  createdAt: Instant,
  expiresAt: Instant,
  /** Network address of the sign-in. */
  address: Nullable(Type.String()),
  /** What the browser said it was, at most 300 characters. */
  userAgent: Nullable(Type.String()),
})
export type Session = Static<typeof Session>

export const sessions = {
  /** Wrong, unknown, deactivated: one answer, in the same time. */
  signIn: route({
    method: 'POST',
    path: '/sessions',
    access: 'public',
    summary: 'Sign in with e-mail and password',
    body: Strict({ email: Email, password: PasswordInput }),
    returns: Me,
    status: 201,
    refuses: { credentials_wrong: 401, sign_in_throttled: 429 },
  }),
  /** The cheapest authenticated call: is this session alive, and whose is it? */
  check: route({
    method: 'GET',
    path: '/sessions/current',
    access: 'member',
    summary: 'Check the current session',
    returns: Strict({ session: SessionId, user: UserId, expiresAt: Instant, step: Nullable(Step) }),
    refuses: {},
    during: anyStep,
  }),
  signOut: route({
    method: 'DELETE',
    path: '/sessions/current',
    access: 'member',
    byKey: 'refused',
    summary: 'Sign out',
    returns: Nothing,
    status: 204,
    during: anyStep,
    refuses: {},
  }),
  /** Continue as another account of the same person; the session gets a new identifier. */
  switchAccount: route({
    method: 'POST',
    path: '/sessions/current/switch',
    access: 'member',
    byKey: 'refused',
    summary: 'Act as another of one’s own accounts',
    body: Strict({ user: UserId }),
    returns: Me,
    status: 201,
    refuses: { account_unknown: 404 },
  }),
  /** Shows once more who is sitting there. What needs it (`proof_required`) can be done for ten minutes. */
  prove: route({
    method: 'POST',
    path: '/sessions/current/proof',
    access: 'member',
    byKey: 'refused',
    summary: 'Prove one’s identity once more',
    body: Strict({ password: PasswordInput }),
    returns: Nothing,
    status: 204,
    refuses: { password_wrong: 422, password_throttled: 429 },
  }),
  list: route({
    method: 'GET',
    path: '/sessions',
    access: 'member',
    summary: 'One’s own open sessions, newest first (at most 100)',
    returns: Strict({ items: Type.Array(Session) }),
    refuses: {},
  }),
  end: route({
    method: 'DELETE',
    path: '/sessions/{session}',
    access: 'member',
    byKey: 'refused',
    summary: 'End one of one’s own sessions',
    params: Strict({ session: SessionId }),
    returns: Nothing,
    status: 204,
    refuses: { session_unknown: 404 },
  }),
  endOthers: route({
    method: 'DELETE',
    path: '/sessions',
    access: 'member',
    byKey: 'refused',
    summary: 'End all of one’s own sessions except this one',
    returns: Strict({ ended: Type.Integer() }),
    refuses: {},
  }),
}
