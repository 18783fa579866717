/** Signing in through an organization's own provider (OpenID Connect), and the domains that lead there. */
import Type, { type Static } from 'typebox'
import { Me } from './profile.ts'
import { route } from './route.ts'
import {
  ActorRef,
  ConnectionId,
  DomainId,
  Email,
  EmailDomain,
  Instant,
  LinkId,
  Nothing,
  Nullable,
  OrganizationId,
  RoleKey,
  Strict,
  Token,
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
const claimNames = {
  claimSubject: ClaimName,
  claimEmail: ClaimName,
  claimEmailVerified: ClaimName,
  claimGivenName: ClaimName,
  claimFamilyName: ClaimName,
}
const settings = {
  name: ConnectionName,
  clientId: Type.String({ minLength: 1, maxLength: 300, pattern: '^[\\x21-\\x7e]+$' }),
  algorithms: Type.Array(SigningAlgorithm, { minItems: 1, maxItems: 10, uniqueItems: true }),
  /** The claim whose values `roleMap` gives roles for. */
  roleClaim: Nullable(ClaimName),
  /** The first that fits decides. */
  roleMap: Type.Array(RoleMapping, { maxItems: 50 }),
  /** Given where no value fits; null: nobody comes in without one that does. */
  defaultRole: Nullable(RoleKey),
  /** Whether people of a verified domain get an account when they first come. */
  newcomers: Type.Boolean(),
}
const { claimSubject, ...laterClaims } = claimNames

export const Connection = Strict({
  id: ConnectionId,
  /** With its organization and everything below, it covers accounts there and nowhere else. */
  organization: OrganizationId,
  issuer: Type.String(),
  ...settings,
  ...claimNames,
  active: Type.Boolean(),
  /** To be entered at the provider. */
  redirectUri: Type.String(),
  /** Who set it up last; it confers nothing that they could not. */
  setBy: ActorRef,
  createdAt: Instant,
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

const at = Strict({ organization: OrganizationId })
const connection = Strict({ organization: OrganizationId, connection: ConnectionId })
const domain = Strict({ organization: OrganizationId, domain: DomainId })
const giving = { role_unknown: 422, role_not_assignable: 403 }
/** What the provider sent back to the page. */
const returned = Strict({
  state: Token,
  code: Type.Optional(Type.String({ minLength: 1, maxLength: 4_000 })),
  iss: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  error: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
})
/** Where the browser goes next. */
const Departure = Strict({ url: Type.String() })
const unfinished = { sign_in_expired: 410, provider_failed: 502 }

export const federation = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/connections',
    access: 'federation.read',
    summary: 'Connections of the organization (at most 50)',
    params: at,
    returns: Strict({ items: Type.Array(Connection) }),
    refuses: {},
  }),
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/connections/{connection}',
    access: 'federation.read',
    summary: 'A connection, and what hangs on it',
    params: connection,
    returns: Connection,
    refuses: { connection_unknown: 404 },
    versioned: true,
  }),
  /** Off until it is switched on. */
  create: route({
    method: 'POST',
    path: '/organizations/{organization}/connections',
    access: 'federation.manage',
    summary: 'Set up a connection to an OpenID Connect provider',
    params: at,
    body: Strict({
      issuer: Type.String({ minLength: 8, maxLength: 500, pattern: '^https?://[^\\s?#@]+$' }),
      clientSecret: Type.String({ minLength: 1, maxLength: 500, pattern: '^[\\x21-\\x7e]+$' }),
      name: settings.name,
      clientId: settings.clientId,
      algorithms: Type.Optional(settings.algorithms),
      roleClaim: Type.Optional(settings.roleClaim),
      roleMap: Type.Optional(settings.roleMap),
      defaultRole: Type.Optional(settings.defaultRole),
      newcomers: Type.Optional(settings.newcomers),
      claimSubject: Type.Optional(claimSubject),
      claimEmail: Type.Optional(claimNames.claimEmail),
      claimEmailVerified: Type.Optional(claimNames.claimEmailVerified),
      claimGivenName: Type.Optional(claimNames.claimGivenName),
      claimFamilyName: Type.Optional(claimNames.claimFamilyName),
    }),
    returns: Connection,
    status: 201,
    refuses: { ...giving, issuer_insecure: 422, connections_full: 409 },
    versioned: true,
  }),
  /** Issuer and subject stay: what is linked would mean somebody else. Every role it gives is given by whoever changes it. */
  update: route({
    method: 'PATCH',
    path: '/organizations/{organization}/connections/{connection}',
    access: 'federation.manage',
    summary: 'Change a connection',
    params: connection,
    body: Type.Partial(
      Strict({
        ...settings,
        ...laterClaims,
        clientSecret: Type.String({ minLength: 1, maxLength: 500, pattern: '^[\\x21-\\x7e]+$' }),
      }),
      { additionalProperties: false, minProperties: 1 },
    ),
    returns: Connection,
    refuses: { connection_unknown: 404, ...giving },
    versioned: true,
  }),
  /** Off: nobody enters through it from the next request on, and its sessions end. */
  switch: route({
    method: 'PUT',
    path: '/organizations/{organization}/connections/{connection}/active',
    access: 'federation.manage',
    summary: 'Switch a connection on or off',
    params: connection,
    body: Strict({ active: Type.Boolean() }),
    returns: Connection,
    refuses: { connection_unknown: 404, connection_needed: 409 },
    versioned: true,
  }),
  remove: route({
    method: 'DELETE',
    path: '/organizations/{organization}/connections/{connection}',
    access: 'federation.manage',
    summary: 'Delete a connection, with the links and sessions that hang on it',
    params: connection,
    returns: Nothing,
    status: 204,
    refuses: { connection_unknown: 404, connection_needed: 409 },
  }),
  /** Asks the provider; stops at the first thing that is wrong. */
  test: route({
    method: 'POST',
    path: '/organizations/{organization}/connections/{connection}/test',
    access: 'federation.manage',
    summary: 'Find out whether a connection would work',
    params: connection,
    returns: Strict({ checks: Type.Array(ConnectionCheck) }),
    refuses: { connection_unknown: 404, connection_busy: 429 },
  }),
  listDomains: route({
    method: 'GET',
    path: '/organizations/{organization}/email-domains',
    access: 'federation.read',
    summary: 'E-mail domains of the organization (at most 200)',
    params: at,
    returns: Strict({ items: Type.Array(VerifiedDomain) }),
    refuses: {},
  }),
  addDomain: route({
    method: 'POST',
    path: '/organizations/{organization}/email-domains',
    access: 'federation.manage',
    summary: 'Claim an e-mail domain; the answer says which record shows it',
    params: at,
    body: Strict({ name: EmailDomain }),
    returns: VerifiedDomain,
    status: 201,
    refuses: { domain_exists: 409, domains_full: 409 },
  }),
  checkDomain: route({
    method: 'POST',
    path: '/organizations/{organization}/email-domains/{domain}/check',
    access: 'federation.manage',
    summary: 'Look for the record of a domain now',
    params: domain,
    returns: VerifiedDomain,
    refuses: {
      domain_unknown: 404,
      domain_record_missing: 409,
      domain_taken: 409,
      domain_unanswered: 502,
      connection_busy: 429,
    },
  }),
  removeDomain: route({
    method: 'DELETE',
    path: '/organizations/{organization}/email-domains/{domain}',
    access: 'federation.manage',
    summary: 'Give up an e-mail domain',
    params: domain,
    returns: Nothing,
    status: 204,
    refuses: { domain_unknown: 404 },
  }),

  /** What the domain of an address leads to; says nothing about whether anybody has the address. */
  find: route({
    method: 'POST',
    path: '/federation/offers',
    access: 'public',
    summary: 'Find the sign-in of an e-mail domain, or of a connection',
    body: Strict({ email: Type.Optional(Email), connection: Type.Optional(ConnectionId) }),
    returns: Strict({
      offers: Type.Array(SignInOffer),
      /** No password is taken there. */
      federatedOnly: Type.Boolean(),
    }),
    refuses: {},
  }),
  begin: route({
    method: 'POST',
    path: '/federation/sign-ins',
    access: 'public',
    summary: 'Begin to sign in through a connection',
    body: Strict({ connection: ConnectionId }),
    returns: Departure,
    status: 201,
    refuses: { connection_unknown: 404, provider_failed: 502, sign_in_throttled: 429 },
  }),
  /** Works once, in the browser that began, within ten minutes. */
  finish: route({
    method: 'POST',
    path: '/federation/sign-ins/finish',
    access: 'public',
    summary: 'Sign in with what the provider sent back',
    body: returned,
    returns: Me,
    status: 201,
    refuses: {
      ...unfinished,
      link_missing: 403,
      account_unavailable: 403,
      account_elsewhere: 409,
      sign_in_throttled: 429,
    },
  }),

  links: route({
    method: 'GET',
    path: '/me/linked-sign-ins',
    access: 'member',
    byKey: 'refused',
    summary: 'One’s own linked sign-ins, and those that could be',
    returns: Strict({
      items: Type.Array(LinkedSignIn),
      offers: Type.Array(SignInOffer),
      /** The connection this session came through. */
      current: Nullable(ConnectionId),
    }),
    refuses: {},
  }),
  beginLink: route({
    method: 'POST',
    path: '/me/linked-sign-ins',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: 'Begin to link a sign-in to oneself',
    body: Strict({ connection: ConnectionId }),
    returns: Departure,
    status: 201,
    refuses: { connection_unknown: 404, provider_failed: 502, sign_in_throttled: 429 },
  }),
  /** The provider asks its person anew; what needs a fresh proof can be done for ten minutes. */
  beginProof: route({
    method: 'POST',
    path: '/me/linked-sign-ins/proof',
    access: 'member',
    byKey: 'refused',
    summary: 'Begin to prove one’s identity once more, through a linked sign-in',
    body: Strict({ connection: ConnectionId }),
    returns: Departure,
    status: 201,
    refuses: { connection_unknown: 404, provider_failed: 502, sign_in_throttled: 429 },
  }),
  finishOwn: route({
    method: 'POST',
    path: '/me/linked-sign-ins/finish',
    access: 'member',
    byKey: 'refused',
    summary: 'Link, or prove, with what the provider sent back',
    body: returned,
    returns: Strict({ done: Type.Enum(['linked', 'proved']) }),
    refuses: { ...unfinished, link_taken: 409, subject_differs: 409 },
  }),
  unlink: route({
    method: 'DELETE',
    path: '/me/linked-sign-ins/{link}',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: 'Unlink a sign-in; sessions through it end, but this one',
    params: Strict({ link: LinkId }),
    returns: Nothing,
    status: 204,
    refuses: { link_unknown: 404, link_needed: 409 },
  }),
}
