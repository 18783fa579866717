/** Signing in and out, and the sessions that follow. */
import Type, { type Static } from 'typebox'
import { Me } from './profile.ts'
import { route } from './route.ts'
import { anyStep, SignInMethod, Step } from './steps.ts'
import {
  Email,
  Instant,
  Nothing,
  Nullable,
  OneTimeCode,
  OrganizationId,
  PasswordInput,
  Reason,
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
  /** Some minutes behind where sessions do not end by being unused. */
  usedAt: Instant,
  /** As the rules of the organization say now; later where use puts it off. */
  expiresAt: Instant,
  /** How the person proved who they are. */
  methods: Type.Array(SignInMethod),
  /** Network address of the sign-in. */
  address: Nullable(Type.String()),
  /** What the browser said it was, at most 300 characters. */
  userAgent: Nullable(Type.String()),
})
export type Session = Static<typeof Session>

const ofUser = Strict({ organization: OrganizationId, user: UserId })
/** API keys end where that is asked for, and otherwise go on. */
const ending = { endKeys: Type.Optional(Type.Boolean()), reason: Type.Optional(Reason) }
const Ended = Strict({ sessions: Type.Integer(), keys: Type.Integer() })

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
    returns: Strict({
      session: SessionId,
      user: UserId,
      expiresAt: Instant,
      /** The session ends then for not having been used for so many seconds; null: whether it is used or not. */
      idle: Nullable(Type.Integer()),
      step: Nullable(Step),
    }),
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
   * needs it (`proof_required`) can be done for ten minutes. Where a sign-in waits for the second factor, this is it. The
   * session gets a new secret either way.
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
      factor_locked: 403,
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
  listOf: route({
    method: 'GET',
    path: '/organizations/{organization}/users/{user}/sessions',
    access: 'sessions.read',
    summary: 'Open sessions of a user, newest first (at most 100)',
    params: ofUser,
    returns: Strict({ items: Type.Array(Session) }),
    refuses: { user_unknown: 404 },
  }),
  endOf: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/sessions/{session}/end',
    access: 'sessions.end',
    summary: 'End one session of a user',
    params: Strict({ ...ofUser.properties, session: SessionId }),
    body: Strict({ reason: Type.Optional(Reason) }),
    returns: Nothing,
    status: 204,
    refuses: { user_unknown: 404, session_unknown: 404, rank_too_low: 403 },
  }),
  /** One's own session at hand goes on. */
  endAllOf: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/sessions/end',
    access: 'sessions.end',
    summary: 'End all sessions of a user',
    params: ofUser,
    body: Strict(ending),
    returns: Ended,
    refuses: { user_unknown: 404, rank_too_low: 403 },
  }),
  /** What `endAllIn` would end. */
  countIn: route({
    method: 'GET',
    path: '/organizations/{organization}/sessions/count',
    access: 'sessions.end',
    summary: 'How many sessions and API keys would end in an organization and below',
    params: Strict({ organization: OrganizationId }),
    returns: Ended,
    refuses: {},
  }),
  /** Users above the caller's rank keep theirs, and the caller the session at hand. */
  endAllIn: route({
    method: 'POST',
    path: '/organizations/{organization}/sessions/end',
    access: 'sessions.end',
    summary: 'End all sessions in an organization and below',
    params: Strict({ organization: OrganizationId }),
    body: Strict(ending),
    returns: Ended,
    refuses: {},
  }),
}
