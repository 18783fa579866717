/** A real OpenID Connect provider on loopback, at which people are whoever the test says. */
import { generateKeyPair, exportJWK } from 'jose'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { publicUrl } from './world.ts'

export interface Subject {
  readonly sub: string
  readonly [claim: string]: unknown
}
export interface RealProvider {
  readonly issuer: string
  readonly host: string
  readonly client: { readonly clientId: string; readonly clientSecret: string }
  /** Who sits there when somebody is sent to sign in. */
  visitor: Subject
  /** The redirect address; null: that of any organization. */
  registered: string | null
  stop(): Promise<void>
}
const client = { clientId: 'tenantry', clientSecret: 'a-secret-of-the-client-7' }

export async function startProvider(): Promise<RealProvider> {
  const http = createServer()
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const pair = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(pair.privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const it: RealProvider = {
    issuer,
    host: `127.0.0.1:${port}`,
    client,
    visitor: { sub: 'nobody' },
    registered: null,
    stop: async () => {
      http.closeAllConnections()
      await new Promise((done) => http.close(done))
    },
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [new URL('/sign-in/callback', publicUrl).href],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of the test'] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...it.visitor, sub }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  })
  // As it is entered at a provider: the page of one organization, and no other's.
  provider.Client.prototype.redirectUriAllowed = (uri: string) =>
    it.registered === null ? uri.startsWith(`${publicUrl}/sign-in/callback/`) : uri === it.registered
  const respond = provider.callback()
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return void respond(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: it.visitor.sub } })
  })
  return it
}
