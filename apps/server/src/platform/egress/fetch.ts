/**
 * Requests to addresses that somebody else chose. Where they lead is decided when the connection is made, by the very
 * addresses that are connected to: a name cannot be looked up differently afterwards. No redirect is followed, and an
 * answer is bounded in size and time.
 */
import { lookup as lookUp } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, fetch as send, type RequestInit as SentInit } from 'undici'
import { isPublicAddress } from './addresses.ts'

export type EgressFault = 'private' | 'redirects' | 'slow' | 'too_large' | 'unreachable'
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused'
  readonly fault: EgressFault
  constructor(fault: EgressFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}
export interface EgressOptions {
  /** Hosts that may be private and need no TLS, each with a port or for all of its ports: `keycloak.internal:8080`. */
  readonly privateHosts: readonly string[]
  readonly milliseconds?: number
  readonly mostBytes?: number
}
export interface Egress {
  readonly fetch: typeof fetch
  /** Named by the operator: may be private, and need not be encrypted. */
  isNamed(url: URL): boolean
  close(): Promise<void>
}

export function createEgress({ privateHosts, milliseconds = 5_000, mostBytes = 262_144 }: EgressOptions): Egress {
  const named = new Set(privateHosts.map((it) => it.toLowerCase()))
  const portOf = (url: URL) => url.port || (url.protocol === 'https:' ? '443' : '80')
  const isNamed = (url: URL) => named.has(url.hostname) || named.has(`${url.hostname}:${portOf(url)}`)
  const open = buildConnector({ timeout: milliseconds })
  const guarded = buildConnector({ timeout: milliseconds, lookup: publicLookup })
  const agent = new Agent({
    pipelining: 0, // a connection for each request, so that each is looked at
    headersTimeout: milliseconds,
    bodyTimeout: milliseconds,
    connect(options, done) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const origin = `${options.protocol}//${isIP(host) === 6 ? `[${host}]` : host}:${options.port}`
      if (isNamed(new URL(origin))) return open(options, done)
      if (isIP(host) && !isPublicAddress(host)) return done(new EgressRefused('private'), null)
      return guarded(options, done)
    },
  })
  const bounded: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isNamed(url))) throw new EgressRefused('private')
    const signals = [AbortSignal.timeout(milliseconds), ...(init?.signal ? [init.signal] : [])]
    const options = { ...init, redirect: 'manual', signal: AbortSignal.any(signals), dispatcher: agent }
    try {
      const answer = await send(url, options as SentInit)
      if (answer.status >= 300 && answer.status < 400) throw new EgressRefused('redirects')
      const body = await readUpTo(mostBytes, answer.body)
      const headers = [...answer.headers].filter(
        ([name]) => !/^(content-encoding|content-length|set-cookie)$/.test(name),
      )
      const empty = answer.status === 204 || answer.status < 200
      return new Response(empty ? null : body, { status: answer.status, headers })
    } catch (error) {
      throw refusedOf(error)
    }
  }
  return { fetch: bounded, isNamed, close: () => agent.destroy() }
}

/** Every address of a name must be public; the connection is made to one of these and no other. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  const all = { ...options, all: true } as const
  lookUp(hostname, all, (error, addresses) => {
    if (error) return done(error, '', 4)
    const [first] = addresses
    if (!first || !addresses.every((it) => isPublicAddress(it.address)))
      return done(new EgressRefused('private'), '', 4)
    return options.all ? done(null, addresses) : done(null, first.address, first.family)
  })
}

async function readUpTo(most: number, body: AsyncIterable<unknown> | null): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    const bytes = part as Uint8Array
    size += bytes.byteLength
    if (size > most) throw new EgressRefused('too_large')
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

/** In one word; what the other side said, or the network, is kept as the cause and told nobody. */
function refusedOf(error: unknown): EgressRefused {
  for (let it: unknown = error; it instanceof Error; it = it.cause) {
    if (it instanceof EgressRefused) return it
    const code = 'code' in it ? String(it.code) : ''
    if (it.name === 'TimeoutError' || /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code))
      return new EgressRefused('slow', { cause: error })
  }
  return new EgressRefused('unreachable', { cause: error })
}
