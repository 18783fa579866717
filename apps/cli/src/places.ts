/** Organizations, users and invitations as people name them: an identifier, a name, an address. */
import type { Invitation, User } from '@tenantry/contract'
import { ApiError, type Client } from '@tenantry/sdk'
import { WrongUsage } from './failures.ts'

const isId = (prefix: string, text: string) => new RegExp(`^${prefix}_[0-9a-f]{32}$`).test(text)
const same = (a: string | null | undefined, b: string) => a?.toLowerCase() === b.toLowerCase()

/** One's own where nothing is named; else by identifier, or by the exact name or code of one below one's own. */
export async function organizationId(client: Client, named: string | undefined): Promise<string> {
  if (named !== undefined && isId('org', named)) return named
  const { organization } = await client.profile.show()
  if (named === undefined || same(organization.name, named)) return organization.id
  const { items, next } = await client.organizations.list({
    organization: organization.id,
    within: 'subtree',
    search: named,
    limit: 200,
  })
  return theOnly(
    items.filter((it) => same(it.name, named) || same(it.code, named)),
    next !== null,
    named,
    'organization',
    (it) => it.name,
  ).id
}

/** By e-mail address anywhere below the organization, or by identifier in it. */
export async function findUser(client: Client, named: string, within: string | undefined): Promise<User> {
  const organization = await organizationId(client, within)
  if (isId('usr', named)) return client.users.show({ organization, user: named })
  const look = async (more: { status?: User['status'] } = {}) => {
    const asked = { organization, within: 'subtree', search: named, limit: 200, ...more } as const
    const { items, next } = await client.users.list(asked)
    return { found: items.filter((it) => same(it.email, named)), more: next !== null }
  }
  let seen = await look()
  // Lists leave out the deleted, and where the policy says so the inactive; whoever is named is meant.
  for (const status of ['inactive', 'deleted'] as const) if (!seen.found.length) seen = await look({ status })
  return theOnly(seen.found, seen.more, named, 'user', (it) => it.organization.name)
}

export async function findInvitation(client: Client, named: string, within: string | undefined): Promise<Invitation> {
  const organization = await organizationId(client, within)
  if (isId('inv', named)) return client.invitations.show({ organization, invitation: named })
  const { items, next } = await client.invitations.list({ organization, search: named, limit: 200 })
  return theOnly(
    items.filter((it) => same(it.email, named)),
    next !== null,
    named,
    'open invitation',
    (it) => it.organization.name,
  )
}

/** By its key, or by the name that the console shows. Who may not read the roles there has to know the key. */
export async function roleKey(client: Client, organization: string, named: string, below = false): Promise<string> {
  const within = below ? 'subtree' : 'organization'
  const roles = await client.roles.list({ organization, within }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 403) return null
    throw error
  })
  if (roles === null || roles.items.some((it) => it.key === named)) return named
  const [only, another] = roles.items.filter((it) => same(it.label, named))
  if (only && !another) return only.key
  const list = roles.items.map((it) => `  ${it.key}  ${it.label}`).join('\n')
  const wrong = another
    ? `"${named}" is the name of more than one role; name the key of one of these:`
    : `There is no role "${named}" there; there are, by key and name:`
  throw new WrongUsage(`${wrong}\n${list}`)
}

function theOnly<T extends { id: string }>(
  found: readonly T[],
  more: boolean,
  named: string,
  what: string,
  where: (it: T) => string,
): T {
  const [only] = found
  if (only && found.length === 1) return only
  if (found.length) {
    const list = found.map((it) => `  ${it.id}  ${where(it)}`).join('\n')
    throw new WrongUsage(`"${named}" is the name of more than one ${what}; name its identifier:\n${list}`)
  }
  const hint = more ? ' Too many are like it to look at each: name its identifier.' : ''
  throw new WrongUsage(`No ${what} within your reach is called "${named}".${hint}`)
}
