/** Second factors of a person: authenticator apps, passkeys and recovery codes. They count for all accounts of the person, unless a provider's word set them up. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { anyStep } from './steps.ts'
import { target } from './user.ts'
import { FactorId, Instant, Nothing, Nullable, OneTimeCode, OwnName, Reason, Strict } from './values.ts'
import { PasskeyMade, PublicKeyOptions } from './webauthn.ts'

/** Of one kind or the other, together: one's own, and those that count in one organization. */
export const mostFactors = 10
/** In one set; a new set takes the place of the one before that counted here. */
export const recoveryCodeCount = 10

export const Factor = Strict({
  id: FactorId,
  kind: Type.Enum(['app', 'passkey']),
  name: Type.String(),
  createdAt: Instant,
  /** Set up on the word of an organization's provider alone: it goes no further than that, and a passkey opens what lies there. */
  byProvider: Type.Boolean(),
  /**
   * It is asked for and taken for the account one acts as. False: where it was set up on an organization's word, and where it
   * was set up beside such a one that was not shown, in that organization.
   */
  countsHere: Type.Boolean(),
  lastUsedAt: Nullable(Instant),
})
export type Factor = Static<typeof Factor>

/** How somebody who is signed in, or half so, can show once more that it is them. */
export const ProofWay = Type.Enum(['password', 'code', 'passkey', 'recovery_code'])
export type ProofWay = Static<typeof ProofWay>

/** Who asks for a second factor: the user's own flag, their role, or the policy of the organization. */
export const FactorRequirement = Type.Enum(['user', 'role', 'policy'])
export type FactorRequirement = Static<typeof FactorRequirement>

/** Shown in this answer and never again; null where nothing was made, and where an Idempotency-Key repeats the answer. */
const shownOnce = Nullable(Type.Array(Type.String()))
const mine = { access: 'member', byKey: 'refused' } as const
/** Adding one: with a fresh proof, also where a sign-in waits for it. */
const enrolling = { ...mine, fresh: true, during: ['enrol_factor'] } as const
const params = Strict({ factor: FactorId })

export const factors = {
  /** With which of them `sessions.prove` would be content. */
  ways: route({
    ...mine,
    method: 'GET',
    path: '/me/factors/ways',
    summary: 'The ways in which one can prove one’s identity',
    returns: Strict({
      ways: Type.Array(ProofWay),
      /** For so many days this browser can be remembered afterwards; 0: it cannot. */
      rememberDays: Type.Integer(),
    }),
    refuses: {},
    during: anyStep,
  }),
  /** By a provider's word alone: what it set up, and what counts here. */
  list: route({
    ...mine,
    method: 'GET',
    path: '/me/factors',
    summary: 'One’s own second factors',
    returns: Strict({
      items: Type.Array(Factor),
      recoveryCodesLeft: Type.Integer(),
      /** Asked for by any of one's accounts. */
      requiredBy: Nullable(FactorRequirement),
      /** Whether the last one that counts here may be removed. */
      mayTurnOff: Type.Boolean(),
    }),
    refuses: {},
    during: ['enrol_factor'],
  }),
  /** It counts once a code of it was shown; of one's unconfirmed apps the newest alone stays, for half an hour; of those on a provider's word the newest for each. */
  beginApp: route({
    ...enrolling,
    method: 'POST',
    path: '/me/factors/apps',
    summary: 'Begin to add an authenticator app',
    body: Strict({ name: OwnName }),
    returns: Strict({
      id: FactorId,
      /** Base32. Null where an Idempotency-Key repeats the answer: what is shown once is not kept. */
      secret: Nullable(Type.String()),
      /** `otpauth://totp/...`, for a QR code. */
      uri: Nullable(Type.String()),
      expiresAt: Instant,
    }),
    status: 201,
    refuses: { factors_full: 409 },
  }),
  confirmApp: route({
    ...enrolling,
    method: 'POST',
    path: '/me/factors/apps/{factor}/confirmation',
    summary: 'Confirm an authenticator app with a code of it',
    params,
    body: Strict({ code: OneTimeCode }),
    returns: Strict({ factor: Factor, recoveryCodes: shownOnce }),
    refuses: { factor_unknown: 404, factors_full: 409, code_wrong: 422, factor_throttled: 429 },
  }),
  beginPasskey: route({
    ...enrolling,
    method: 'POST',
    path: '/me/factors/passkeys/options',
    summary: 'Begin to add a passkey',
    returns: PublicKeyOptions,
    refuses: { factors_full: 409 },
  }),
  addPasskey: route({
    ...enrolling,
    method: 'POST',
    path: '/me/factors/passkeys',
    summary: 'Add a passkey',
    body: Strict({ name: OwnName, passkey: PasskeyMade }),
    returns: Strict({ factor: Factor, recoveryCodes: shownOnce }),
    status: 201,
    refuses: { factors_full: 409, passkey_refused: 422, passkey_known: 409 },
  }),
  rename: route({
    ...mine,
    method: 'PATCH',
    path: '/me/factors/{factor}',
    summary: 'Rename one of one’s own second factors',
    params,
    body: Strict({ name: OwnName }),
    returns: Factor,
    refuses: { factor_unknown: 404 },
  }),
  /** With the last one of its kind go the recovery codes. Remembered devices are forgotten. It takes one that goes as far. */
  remove: route({
    ...mine,
    fresh: true,
    method: 'DELETE',
    path: '/me/factors/{factor}',
    summary: 'Remove one of one’s own second factors',
    params,
    returns: Nothing,
    status: 204,
    refuses: { factor_unknown: 404, factor_elsewhere: 409, factor_needed: 409 },
  }),
  turnOff: route({
    ...mine,
    fresh: true,
    method: 'DELETE',
    path: '/me/factors',
    summary: 'Remove one’s own second factors',
    returns: Nothing,
    status: 204,
    refuses: { factor_elsewhere: 409, factor_needed: 409, factors_none: 409 },
  }),
  /** The codes that counted here before count no more; made on a provider's word they replace such ones alone. */
  makeRecoveryCodes: route({
    ...mine,
    fresh: true,
    method: 'POST',
    path: '/me/factors/recovery-codes',
    summary: 'Make new recovery codes',
    returns: Strict({ recoveryCodes: shownOnce }),
    status: 201,
    refuses: { factors_none: 409 },
  }),
  showOf: route({
    method: 'GET',
    path: '/organizations/{organization}/users/{user}/factors',
    access: 'users.read',
    summary: 'Whether a user has a second factor, and who asks for one',
    params: target,
    returns: Strict({
      enrolled: Type.Boolean(),
      apps: Type.Integer(),
      passkeys: Type.Integer(),
      requiredBy: Nullable(FactorRequirement),
    }),
    refuses: { user_unknown: 404 },
  }),
  /**
   * Removes all second factors of a user, their recovery codes and remembered devices; needs the rank of the highest of
   * their accounts, wherever that is. `required`: they set one up again at their next sign-in, and can do nothing before.
   */
  disable: route({
    method: 'POST',
    path: '/organizations/{organization}/users/{user}/factors/removal',
    access: 'users.require_mfa',
    summary: 'Remove the second factors of a user',
    params: target,
    body: Strict({ required: Type.Boolean(), reason: Reason }),
    returns: Nothing,
    status: 204,
    refuses: { user_unknown: 404, rank_too_low: 403, user_own: 409 },
  }),
}
