/** Somebody at a browser who is sent to a provider and back. */
import { apiPrefix, type Me } from '@tenantry/contract'
import { createClient, type Client } from '@tenantry/sdk'
import { innerId } from '../src/platform/value/ids.ts'
import type { Liar } from './liar.ts'
import type { RealProvider } from './provider.ts'
import type { World } from './world.ts'

export interface Traveller {
  readonly api: Client
  readonly cookies: Map<string, string>
}
/** All cookies are kept, as browsers do; each of a name of its own. */
function keeping(cookies: Map<string, string>): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    if (cookies.size) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(input, { ...init, headers })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split(/=(.*)/s) ?? []
      if (value && !/max-age=0/i.test(set)) cookies.set(name, value)
      else cookies.delete(name)
    }
    return answer
  }
}
export function traveller(world: Pick<World, 'baseUrl'>, cookies = new Map<string, string>()): Traveller {
  return { cookies, api: createClient({ baseUrl: world.baseUrl, fetch: keeping(cookies) }) }
}
export const signInPath = `${apiPrefix}/federation/sign-ins`

export interface Back {
  organization: string
  state: string
  code?: string
  iss?: string
  error?: string
}
/** Follows the provider until it sends the browser back; what it sends. */
export async function through(url: string): Promise<Back> {
  const ask = keeping(new Map())
  let next = url
  for (let hops = 0; hops < 10; hops += 1) {
    const answer = await ask(next, { redirect: 'manual' })
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`${next}: ${answer.status} ${await answer.text()}`)
    next = new URL(location, next).href
    const to = new URL(next)
    const [, organization] = /^\/sign-in\/callback\/(\w+)$/.exec(to.pathname) ?? []
    if (organization !== undefined) return { organization, ...Object.fromEntries(to.searchParams) } as unknown as Back
  }
  throw new Error('the provider sends around in circles')
}
export async function signInThrough(who: Traveller, connection: string): Promise<Me> {
  const { url } = await who.api.federation.begin({ connection })
  return who.api.federation.finish(await through(url))
}
export type AnyProvider = RealProvider | Liar

type Settings = Omit<Parameters<Client['federation']['create']>[0], 'organization'>
/** A connection to the provider, switched on. */
export async function connected(
  { api }: Pick<Traveller, 'api'>,
  organization: string,
  { issuer, client }: Pick<AnyProvider, 'issuer' | 'client'>,
  more: Partial<Settings> = {},
): Promise<string> {
  const asked = { organization, issuer, ...client, name: 'ID', algorithms: ['RS256' as const], ...more }
  const { id: connection } = await api.federation.create(asked)
  await api.federation.switch({ organization, connection, active: true })
  return connection
}
/** The organization has shown that the domain is its own. */
export const withDomain = (world: Pick<World, 'database'>, organization: string, domain: string) =>
  world.database.query(
    `insert into email_domains (id, org_path, domain, token, created_at, verified_at)
     select gen_random_uuid(), path, $2, 't', now(), now() from organizations where id = $1`,
    [innerId(organization), domain],
  )
