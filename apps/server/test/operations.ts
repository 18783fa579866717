/** Every operation of the contract as a value, and one bare request for it: what the SDK would refuse to send goes out too. */
import { contract, type RouteSpec } from '@tenantry/contract'
import type { Person } from './world.ts'

export interface Operation {
  /** `users.changeRole` */
  readonly name: string
  readonly route: RouteSpec
}
export type Values = Readonly<Record<string, unknown>>
const features: Readonly<Record<string, Readonly<Record<string, RouteSpec>>>> = contract

export const operations: readonly Operation[] = Object.entries(features).flatMap(([feature, routes]) =>
  Object.entries(routes).map(([verb, route]) => ({ name: `${feature}.${verb}`, route })),
)
/** A permission is needed at the organization that the path names. */
export const isScoped = ({ access }: RouteSpec) => access !== 'public' && access !== 'member'
export const idsIn = ({ path }: RouteSpec): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')

export interface Reply {
  readonly status: number
  /** As it was sent. */
  readonly text: string
  readonly body: unknown
  readonly headers: Headers
}
/** Sends exactly `input`, each value where the contract says it belongs. */
export async function call(person: Person, route: RouteSpec, input: Values, headers = {}): Promise<Reply> {
  const within = (part: RouteSpec['query']) =>
    Object.entries(input).filter(([name, value]) => Object.hasOwn(part?.properties ?? {}, name) && value !== undefined)
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])))
  const query = new URLSearchParams(within(route.query).map(([name, value]) => [name, String(value)]))
  const body = route.body && Object.fromEntries(within(route.body))
  const answer = await person.send(route.method, `${path}${query.size ? `?${query}` : ''}`, body, headers)
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    body: text && !(route.file && answer.ok) ? (JSON.parse(text) as unknown) : null,
    headers: answer.headers,
  }
}
export const codeOf = ({ body }: Reply): string =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
