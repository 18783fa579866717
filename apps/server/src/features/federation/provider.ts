/**
 * One provider, asked anew each time: what it publishes, where people go, and what its answer proves. Everything of
 * OpenID Connect is openid-client's, signatures are jose's, and every request is the guarded one.
 */
import type { ConnectionCheck, ProviderFault, SigningAlgorithm } from '@tenantry/contract'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import * as oidc from 'openid-client'
import type { Egress } from '../../platform/egress/fetch.ts'
import { faultOf, ProviderFailed } from './faults.ts'

/** The client we are at a provider. */
export interface Client {
  readonly issuer: string
  readonly clientId: string
  /** Null: it cannot be read any more. */
  readonly secret: string | null
  readonly algorithms: readonly SigningAlgorithm[]
  readonly redirectUri: string
}
/** What belongs to one sign-in. */
export interface Once {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** The person must show anew who they are. */
  readonly anew: boolean
}
export interface Returned {
  readonly code?: string | undefined
  readonly iss?: string | undefined
  readonly error?: string | undefined
}
export interface EmailClaims {
  readonly claimEmail: string
  readonly claimEmailVerified: string
}
export type Claims = Readonly<Record<string, unknown>>
export interface Providers {
  departure(client: Client, once: Once): Promise<string>
  /** The claims of somebody who signed in there. `names`: of the claim that is worth another request where it is missing. */
  claims(client: Client, once: Once, returned: Returned, now: Date, names: EmailClaims): Promise<Claims>
  checks(client: Client): Promise<ConnectionCheck[]>
}
const freshSeconds = 300
const tolerance = 60

export function providersOn(egress: Egress): Providers {
  const isHttp = ({ issuer }: Client) => issuer.startsWith('http:')
  const safe = (client: Client, address: string | undefined): address is string => {
    const url = address === undefined ? null : URL.parse(address)
    return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isHttp(client)))
  }

  /** What it publishes about itself, under the very name we know it by. */
  async function discovered(client: Client): Promise<oidc.ServerMetadata> {
    const execute = isHttp(client) ? [oidc.allowInsecureRequests] : []
    const options = { execute, [oidc.customFetch]: egress.fetch, timeout: 10 }
    const config = await oidc.discovery(new URL(client.issuer), client.clientId, undefined, undefined, options)
    const metadata = config.serverMetadata()
    if (metadata.issuer !== client.issuer) throw new ProviderFailed('issuer_differs')
    if (!safe(client, metadata.authorization_endpoint) || !safe(client, metadata.token_endpoint))
      throw new ProviderFailed('endpoint_missing')
    return metadata
  }
  function configured(client: Client, metadata: oidc.ServerMetadata, now: Date): oidc.Configuration {
    if (client.secret === null) throw new ProviderFailed('secret_unreadable')
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = metadata
    const by = methods.includes('client_secret_basic') ? oidc.ClientSecretBasic : oidc.ClientSecretPost
    const clock = {
      [oidc.clockSkew]: Math.round((now.getTime() - Date.now()) / 1000),
      [oidc.clockTolerance]: tolerance,
    }
    const config = new oidc.Configuration(metadata, client.clientId, clock, by(client.secret))
    config[oidc.customFetch] = egress.fetch
    if (isHttp(client)) oidc.allowInsecureRequests(config)
    return config
  }
  async function keysOf(client: Client, { jwks_uri: address }: oidc.ServerMetadata): Promise<JSONWebKeySet> {
    if (!safe(client, address)) throw new ProviderFailed('keys_missing')
    const answer = await egress.fetch(address, { headers: { accept: 'application/json' } })
    if (answer.status !== 200) throw new ProviderFailed('keys_missing')
    const found = (await answer.json().catch(() => null)) as JSONWebKeySet | null
    if (!Array.isArray(found?.keys) || found.keys.length === 0) throw new ProviderFailed('keys_missing')
    return found
  }
  const inWords = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw error instanceof ProviderFailed ? error : new ProviderFailed(faultOf(error), { cause: error })
    }
  }

  return {
    departure: (client, { state, nonce, verifier, anew }) =>
      inWords(async () => {
        const config = configured(client, await discovered(client), new Date())
        return oidc.buildAuthorizationUrl(config, {
          redirect_uri: client.redirectUri,
          response_type: 'code',
          scope: 'openid email profile',
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(anew && { prompt: 'login', max_age: String(freshSeconds) }),
        }).href
      }),

    claims: (
      client,
      { state, nonce, verifier, anew },
      { code, iss, error },
      now,
      { claimEmail, claimEmailVerified: verified },
    ) =>
      inWords(async () => {
        const metadata = await discovered(client)
        const config = configured(client, metadata, now)
        // Somebody else's answer proves nothing, not even that the person gave up.
        if (iss !== undefined && iss !== client.issuer) throw new ProviderFailed('response_of_other')
        if (error !== undefined) throw new ProviderFailed(error === 'access_denied' ? 'cancelled' : 'code_refused')
        const url = new URL(client.redirectUri)
        for (const [name, value] of Object.entries({ state, code, iss })) if (value) url.searchParams.set(name, value)
        const tokens = await oidc.authorizationCodeGrant(config, url, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
          ...(anew && { maxAge: freshSeconds }),
        })
        const { id_token: token = '', access_token: access } = tokens
        const keys = createLocalJWKSet(await keysOf(client, metadata))
        const { payload } = await jwtVerify(token, keys, {
          algorithms: [...client.algorithms],
          issuer: client.issuer,
          audience: client.clientId,
          currentDate: now,
          clockTolerance: tolerance,
        })
        if (claimEmail in payload || !safe(client, metadata.userinfo_endpoint)) return payload
        // Two documents are not put together: whether an address is verified is said by the one that has it.
        const { [verified]: _, ...signed } = payload
        return { ...(await oidc.fetchUserInfo(config, access, String(payload.sub))), ...signed }
      }),

    async checks(client) {
      const passed: ConnectionCheck[] = []
      const pass = (check: ConnectionCheck['check'], fault: ProviderFault | null = null) => {
        passed.push({ check, fault })
        return fault === null
      }
      try {
        const metadata = await inWords(() => discovered(client))
        pass('discovery')
        pass('issuer')
        pass('endpoints')
        const { code_challenge_methods_supported: challenges, id_token_signing_alg_values_supported: signs } = metadata
        if (!pass('pkce', challenges && !challenges.includes('S256') ? 'pkce_missing' : null)) return passed
        const common = !signs || signs.some((it) => (client.algorithms as readonly string[]).includes(it))
        if (!pass('algorithms', common ? null : 'algorithm_missing')) return passed
        await inWords(() => keysOf(client, metadata))
        pass('keys')
        // A code that was never given: whoever says so has let the client in.
        pass('client', await inWords(() => refusesNoCode(client, configured(client, metadata, new Date()))))
      } catch (error) {
        const fault = error instanceof ProviderFailed ? error.fault : 'malformed'
        const at = {
          issuer_differs: 'issuer',
          endpoint_missing: 'endpoints',
          keys_missing: 'keys',
          secret_unreadable: 'client',
        } as const
        const known = Object.entries(at).find(([it]) => it === fault)?.[1]
        pass(known ?? (passed.length ? 'keys' : 'discovery'), fault)
      }
      return passed
    },
  }
}

async function refusesNoCode(client: Client, config: oidc.Configuration): Promise<ProviderFault | null> {
  const url = new URL(client.redirectUri)
  url.searchParams.set('code', 'none')
  const { authorization_response_iss_parameter_supported: names, issuer } = config.serverMetadata()
  if (names) url.searchParams.set('iss', issuer)
  try {
    await oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() })
    return 'malformed'
  } catch (error) {
    const fault = faultOf(error)
    return fault === 'code_refused' ? null : fault
  }
}
