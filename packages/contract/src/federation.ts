/** Signing in through an organization's own provider (OpenID Connect), and the domains that lead there. */
import Type from 'typebox'
import {
  claimNames,
  Connection,
  ConnectionCheck,
  connectionSettings as settings,
  VerifiedDomain,
} from './federation-models.ts'
import { signingInRoutes } from './federation-signing-in.ts'
import { route } from './route.ts'
import { ConnectionId, DomainId, EmailDomain, Nothing, OrganizationId, Strict } from './values.ts'

const { claimSubject, ...laterClaims } = claimNames
const at = Strict({ organization: OrganizationId })
const connection = Strict({ organization: OrganizationId, connection: ConnectionId })
const domain = Strict({ organization: OrganizationId, domain: DomainId })
const giving = { role_unknown: 422, role_not_assignable: 403 }

export const federation = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/connections',
    access: 'federation.read',
    summary: 'Connections of the organization (at most 50)',
    params: at,
    returns: Strict({
      items: Type.Array(Connection),
      /** The page to which every provider of this organization sends people back; registered there before there is a connection. */
      redirectUri: Type.String(),
    }),
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
      roleSync: Type.Optional(settings.roleSync),
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
      domain_unanswered: 424,
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
  ...signingInRoutes,
}
