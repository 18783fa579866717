/**
 * A typed client derived from the contract: `client.users.list({ organization, search: 'ada' })`.
 * Nothing is generated; the contract's route values say method, path and where each input belongs.
 */
import {
  apiPrefix,
  contract,
  type Contract,
  type Input,
  type Output,
  type Problem,
  type RouteSpec,
} from '@tenantry/contract'
import { ApiError, NoAnswer } from './errors.ts'

export interface CallOptions {
  /** Sends If-Match: the change is refused with `version_differs` when somebody changed the record since. */
  version?: number
  /** Repeating a call with the same key (at most 100 characters) repeats the answer, not the act. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** Not a person's doing (polling, say): keeps no session alive that ends without use. */
  background?: boolean
  /** Milliseconds; 30,000 unless said otherwise. */
  timeout?: number
}

export interface ClientOptions {
  /** Where the server is, without `/api/v1`: `https://admin.example.com`; empty in a browser on the same origin. */
  baseUrl?: string
  /** An API key (`tnt_...`), for programs; in a browser the session cookie says who one is. */
  key?: string
  fetch?: typeof globalThis.fetch
  headers?: Record<string, string>
}

type NoKeys<T> = keyof T extends never ? true : false
type AllOptional<T> = Partial<T> extends T ? true : false
type Operation<R extends RouteSpec> =
  NoKeys<Input<R>> extends true
    ? (input?: Record<string, never>, options?: CallOptions) => Promise<Output<R>>
    : AllOptional<Input<R>> extends true
      ? (input?: Input<R>, options?: CallOptions) => Promise<Output<R>>
      : (input: Input<R>, options?: CallOptions) => Promise<Output<R>>
type OperationsOf<F> = { [V in keyof F]: F[V] extends RouteSpec ? Operation<F[V]> : never }
export type Client = { [F in keyof Contract]: OperationsOf<Contract[F]> }

type Values = Record<string, unknown>

export function createClient(options: ClientOptions = {}): Client {
  const call =
    (route: RouteSpec) =>
    (input: Values = {}, callOptions: CallOptions = {}) =>
      send(options, route, input, callOptions)
  const operations = (routes: Readonly<Record<string, RouteSpec>>) =>
    Object.fromEntries(Object.entries(routes).map(([verb, route]) => [verb, call(route)]))
  const features = Object.entries(contract).map(([name, routes]) => [name, operations(routes)])
  // `fromEntries` forgets the keys; `Client` is derived from the very same `contract`, so the cast adds nothing to it.
  const client: object = Object.fromEntries(features)
  return client as Client
}

async function send(client: ClientOptions, route: RouteSpec, input: Values, options: CallOptions): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', ...client.headers }
  if (client.key) headers['authorization'] = `Bearer ${client.key}`
  if (options.version !== undefined) headers['if-match'] = `"${options.version}"`
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  if (options.background) headers['tenantry-background'] = '1'
  if (route.body) headers['content-type'] = 'application/json'
  const timeout = AbortSignal.timeout(options.timeout ?? 30_000)
  const request: RequestInit = {
    method: route.method,
    headers,
    credentials: 'same-origin',
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
  }
  if (route.body) request.body = JSON.stringify(pick(input, route.body.properties))
  const fetch = client.fetch ?? globalThis.fetch
  const answer = await fetch(addressOf(client.baseUrl ?? '', route, input), request).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw new NoAnswer(error)
  })
  if (answer.status === 204 || answer.status === 202) return null
  if (route.file && answer.ok) return answer.text()
  const body: unknown = await answer.json().catch((error: unknown) => {
    throw new NoAnswer(error)
  })
  if (answer.ok) return body
  throw new ApiError(body as Problem)
}

function addressOf(baseUrl: string, route: RouteSpec, input: Values): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(pick(input, route.query?.properties ?? {}))) query.set(name, String(value))
  return `${baseUrl}${apiPrefix}${path}${query.size ? `?${query}` : ''}`
}

/** The named values that are present; an undefined value is one that was not given. */
const pick = (input: Values, properties: object): Values =>
  Object.fromEntries(
    Object.entries(input).filter(([name, value]) => Object.hasOwn(properties, name) && value !== undefined),
  )
