/** Signing in and out, and the sessions that follow. */
import Type, { type Static } from 'typebox'
import { Me } from './profile.ts'
import { route } from './route.ts'
import { anyStep, Step } from './steps.ts'
import {
  Email,
  Instant,
  Nothing,
  Nullable,
  OneTimeCode,
  PasswordInput,
  RecoveryCode,
  SessionId,
  Strict,
  UserId,
} from './values.ts'
import { PasskeyShown, PublicKeyOptions } from './webauthn.ts'

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
  /**
   * Shows once more who is sitting there, in one of the `factors.ways`: whoever has a second factor shows that. What
   * needs it (`proof_required`) can be done for ten minutes. Where a sign-in waits for the second factor, this is it; the
   * session gets a new secret.
   */
  prove: route({
    method: 'POST',
    path: '/sessions/current/proof',
    access: 'member',
    byKey: 'refused',
    summary: 'Prove one’s identity once more',
    body: Type.Object(
      {
        password: Type.Optional(PasswordInput),
        /** Of an authenticator app. */
        code: Type.Optional(OneTimeCode),
        recoveryCode: Type.Optional(RecoveryCode),
        /** The answer to `sessions.challenge`. */
        passkey: Type.Optional(PasskeyShown),
      },
      { additionalProperties: false, minProperties: 1, maxProperties: 1 },
    ),
    returns: Nothing,
    status: 204,
    during: anyStep,
    refuses: {
      password_wrong: 422,
      password_throttled: 429,
      proof_by_factor: 422,
      code_wrong: 422,
      recovery_code_wrong: 422,
      passkey_refused: 422,
      factor_throttled: 429,
    },
  }),
  /** For a passkey of one's own; good for this session, once, for five minutes. */
  challenge: route({
    method: 'POST',
    path: '/sessions/current/challenge',
    access: 'member',
    byKey: 'refused',
    summary: 'Begin to prove one’s identity with a passkey',
    returns: PublicKeyOptions,
    during: ['second_factor', 'change_password'],
    refuses: {},
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
