/** A provider written by hand, which answers rightly until a test tells it how to lie. */
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Subject } from './provider.ts'

type Answer = (response: ServerResponse) => void
export interface Lies {
  /** Over what would be true. */
  claims?: Record<string, unknown>
  metadata?: Record<string, unknown>
  /** The `iss` beside the code; null: none. */
  iss?: string | null
  sign?: 'none' | 'HS256 with the public key' | 'HS256 with the secret' | 'a key of somebody else'
  discovery?: Answer
  token?: Answer
  keys?: Answer
  /** What its user info says; without it there is none. */
  userInfo?: Record<string, unknown>
  /** Codes that were shown at the token endpoint. */
  overheard?: string[]
}
export interface Liar {
  readonly issuer: string
  readonly host: string
  readonly client: { readonly clientId: string; readonly clientSecret: string }
  visitor: Subject
  lies: Lies
  /** Signs with another key from now on. */
  rotate(): Promise<void>
  stop(): Promise<void>
}
const client = { clientId: 'tenantry', clientSecret: 'the-other-secret-of-the-client' }
interface Key {
  readonly pair: { publicKey: CryptoKey; privateKey: CryptoKey }
  readonly jwk: JWK
}
async function newKey(kid: string): Promise<Key> {
  const pair = await generateKeyPair('RS256', { extractable: true })
  return { pair, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

export async function startLiar(): Promise<Liar> {
  const http = createServer()
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  let key = await newKey('k1')
  const stranger = await newKey('k1')
  const nonces = new Map<string, string>()
  const it: Liar = {
    issuer,
    host: `127.0.0.1:${port}`,
    client,
    visitor: { sub: 'nobody' },
    lies: {},
    rotate: async () => void (key = await newKey('k2')),
    stop: async () => {
      http.closeAllConnections()
      await new Promise((done) => http.close(done))
    },
  }
  const idToken = async (nonce: string): Promise<string> => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: client.clientId,
      iat: now,
      exp: now + 300,
      nonce,
      ...it.visitor,
      ...it.lies.claims,
    }
    const { sign } = it.lies
    if (sign === 'none') return new UnsecuredJWT(claims).encode()
    if (sign?.startsWith('HS256')) {
      const secret = sign.endsWith('secret') ? client.clientSecret : await exportSPKI(key.pair.publicKey)
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(Buffer.from(secret.padEnd(32)))
    }
    const by = sign ? stranger : key
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: by.jwk.kid ?? '' }).sign(by.pair.privateKey)
  }
  const json = (response: ServerResponse, body: unknown, status = 200) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  const routes: Record<string, (request: URL, response: ServerResponse, body: URLSearchParams) => unknown> = {
    '/.well-known/openid-configuration': (_, response) =>
      it.lies.discovery
        ? it.lies.discovery(response)
        : json(response, {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
            authorization_response_iss_parameter_supported: true,
            ...(it.lies.userInfo && { userinfo_endpoint: `${issuer}/userinfo` }),
            ...it.lies.metadata,
          }),
    '/authorize': ({ searchParams }, response) => {
      const code = `code-${Math.random()}`
      nonces.set(code, searchParams.get('nonce') ?? '')
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.search = String(new URLSearchParams({ code, state: searchParams.get('state') ?? '' }))
      if (it.lies.iss !== null) back.searchParams.set('iss', it.lies.iss ?? issuer)
      response.writeHead(302, { location: back.href }).end()
    },
    '/token': async (_, response, body) => {
      if (it.lies.token) return it.lies.token(response)
      const code = body.get('code') ?? ''
      it.lies.overheard?.push(code)
      const nonce = nonces.get(code)
      nonces.delete(code)
      if (nonce === undefined) return json(response, { error: 'invalid_grant' }, 400)
      return json(response, { access_token: 'a', token_type: 'Bearer', id_token: await idToken(nonce) })
    },
    '/userinfo': (_, response) => json(response, { ...it.visitor, ...it.lies.userInfo }),
    '/keys': (_, response) => (it.lies.keys ? it.lies.keys(response) : json(response, { keys: [key.jwk] })),
  }
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', issuer)
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const route = routes[url.pathname]
      if (!route) return void response.writeHead(404).end()
      void route(url, response, new URLSearchParams(text))
    })
  })
  return it
}
