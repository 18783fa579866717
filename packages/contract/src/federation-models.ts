/** What connections to sign-in providers are, and what they bring. */
import Type, { type Static } from 'typebox'
import {
  ActorRef,
  ConnectionId,
  DomainId,
  Instant,
  LinkId,
  Nullable,
  OrganizationId,
  RoleKey,
  Strict,
  printable,
} from './values.ts'

/** Signatures of ID tokens, all by key pairs: `none` and HMAC under the client's secret are not among them. */
export const SigningAlgorithm = Type.Enum([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
])
export type SigningAlgorithm = Static<typeof SigningAlgorithm>

/** What can be wrong with a provider; each has a sentence. Nothing of its answers is repeated. */
export const ProviderFault = Type.Enum([
  'unreachable',
  'private',
  'slow',
  'too_large',
  'redirects',
  'status_wrong',
  'malformed',
  'issuer_differs',
  'endpoint_missing',
  'pkce_missing',
  'algorithm_missing',
  'keys_missing',
  'secret_unreadable',
  'client_refused',
  'code_refused',
  'cancelled',
  'response_of_other',
  'token_missing',
  'signature_wrong',
  'algorithm_refused',
  'audience_wrong',
  'nonce_wrong',
  'token_expired',
  'subject_missing',
])
export type ProviderFault = Static<typeof ProviderFault>

const ClaimName = Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_.:/-]+$' })
const ConnectionName = Type.String({ minLength: 1, maxLength: 60, pattern: printable })
const RoleMapping = Strict({ value: Type.String({ minLength: 1, maxLength: 200, pattern: printable }), role: RoleKey })
export const claimNames = {
  claimSubject: ClaimName,
  claimEmail: ClaimName,
  claimEmailVerified: ClaimName,
  claimGivenName: ClaimName,
  claimFamilyName: ClaimName,
}
export const connectionSettings = {
  name: ConnectionName,
  clientId: Type.String({ minLength: 1, maxLength: 300, pattern: '^[\\x21-\\x7e]+$' }),
  algorithms: Type.Array(SigningAlgorithm, { minItems: 1, maxItems: 10, uniqueItems: true }),
  /** The claim whose values `roleMap` gives roles for. */
  roleClaim: Nullable(ClaimName),
  /** The first that fits decides. */
  roleMap: Type.Array(RoleMapping, { maxItems: 50 }),
  /** Given where no value fits; null: nobody comes in without one that does. */
  defaultRole: Nullable(RoleKey),
  /** Whether groups decide when people first come, or the roles that `roleMap` and `defaultRole` name follow them at every sign-in. */
  roleSync: Type.Enum(['first_sign_in', 'every_sign_in']),
  /** Whether people of a verified domain get an account when they first come. */
  newcomers: Type.Boolean(),
}
export const Connection = Strict({
  id: ConnectionId,
  /** With its organization and everything below, it covers accounts there and nowhere else. */
  organization: OrganizationId,
  issuer: Type.String(),
  ...connectionSettings,
  ...claimNames,
  active: Type.Boolean(),
  /** Who set it up last; it confers nothing that they could not. */
  setBy: ActorRef,
  createdAt: Instant,
  /** To the minute. */
  lastSignInAt: Nullable(Instant),
  /** What ends with it. */
  links: Type.Integer(),
  sessions: Type.Integer(),
  version: Type.Integer(),
})
export type Connection = Static<typeof Connection>

export const ConnectionCheck = Strict({
  check: Type.Enum(['discovery', 'issuer', 'endpoints', 'pkce', 'algorithms', 'keys', 'client']),
  fault: Nullable(ProviderFault),
})
export type ConnectionCheck = Static<typeof ConnectionCheck>

export const VerifiedDomain = Strict({
  id: DomainId,
  domain: Type.String(),
  /** The TXT record that shows it. */
  record: Strict({ name: Type.String(), value: Type.String() }),
  verifiedAt: Nullable(Instant),
  checkedAt: Nullable(Instant),
  /** The record of a verified domain is gone; three days after, the domain is not verified any more. */
  missingSince: Nullable(Instant),
})
export type VerifiedDomain = Static<typeof VerifiedDomain>

/** A way to sign in, as the sign-in page offers it. */
export const SignInOffer = Strict({ connection: ConnectionId, name: Type.String() })
export type SignInOffer = Static<typeof SignInOffer>

export const LinkedSignIn = Strict({
  id: LinkId,
  connection: ConnectionId,
  name: Type.String(),
  issuer: Type.String(),
  /** What the provider calls the person. */
  email: Nullable(Type.String()),
  linkedAt: Instant,
  lastUsedAt: Nullable(Instant),
})
export type LinkedSignIn = Static<typeof LinkedSignIn>
