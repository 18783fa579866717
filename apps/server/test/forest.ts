/** A random tree of organizations with people, sessions, invitations, mails and links, and a canary in every text of each. */
import { randomBytes } from 'node:crypto'
import { newId, publicId } from '../src/platform/value/ids.ts'
import { isWithin } from '../src/platform/value/reach.ts'
import {
  invite,
  openConnection,
  openDomain,
  openLink,
  openDevice,
  openFactor,
  openReset,
  ownRoleOf,
  seat,
  type Invited,
  type Place,
  type Seated,
} from './people.ts'
import type { World } from './world.ts'

/** An organization; `text` stands in all its texts but the names of its people, who may act further down under theirs. */
export interface Spot extends Place {
  readonly publicId: string
  readonly text: string
  readonly name: string
  readonly phone: string
}
export interface Dweller extends Seated {
  /** At the beginning. */
  readonly role: string
  /** Where this account is; `homes`: where the person has any. */
  readonly at: Spot
  readonly homes: readonly Spot[]
  readonly state: 'active' | 'deactivated' | 'signed out'
}
export interface Forest {
  readonly spots: readonly Spot[]
  readonly people: readonly Dweller[]
  /** People whose address holds no canary, so that anybody may write it. */
  readonly addressable: readonly Dweller[]
  readonly invitations: readonly (Invited & { readonly at: Spot })[]
  readonly resets: readonly { readonly token: string; readonly of: Dweller }[]
  readonly mails: readonly { readonly id: string; readonly at: Spot }[]
  readonly factors: readonly { readonly id: string; readonly path: string }[]
  readonly devices: readonly { readonly id: string; readonly path: string }[]
  readonly ownRoles: readonly { readonly id: string; readonly at: Spot }[]
  /** Of tenants alone: whose account lies below an organization with a connection may use it. */
  readonly connections: readonly { readonly id: string; readonly at: Spot }[]
  readonly domains: readonly { readonly id: string; readonly at: Spot }[]
  readonly links: readonly { readonly id: string; readonly at: Spot }[]
}
export type Pick = <T>(pool: readonly T[]) => T

const canaried = (place: Place): Spot => {
  const code = randomBytes(4).toString('hex')
  const digits = String(randomBytes(6).readUIntBE(0, 6)).padStart(10, '7').slice(-10)
  return { ...place, publicId: publicId('org', place.id), text: `kt${code}`, name: `kn${code}`, phone: `+49${digits}` }
}

export async function grow(world: World, pick: Pick): Promise<Forest> {
  const { database, admin } = world
  const create = async (above: string) =>
    (await admin.api.organizations.create({ organization: above, name: 'New' })).id
  const root = admin.me.organization.id
  for (const distributor of [await create(root), await create(root)])
    for (let i = pick([1, 2]); i > 0; i -= 1) {
      const partner = await create(distributor)
      for (let j = pick([1, 2]); j > 0; j -= 1) await create(partner)
    }
  const spots = (await database.query<Place>('select id, path, level from organizations order by path')).map(canaried)
  const people: Dweller[] = []
  const settle = async (spot: Spot, state: Dweller['state'], role: string, more = {}) => {
    const { text, name, phone } = spot
    const one = await seat(database, spot, {
      role,
      text,
      name,
      phone,
      email: `${text}.${newId()}@example.com`,
      inactive: state === 'deactivated',
      ...more,
    })
    if (state === 'signed out') await database.query('delete from sessions where user_id = $1', [one.user])
    people.push({ ...one, role, at: spot, homes: [spot], state })
    return one
  }
  for (const spot of spots) {
    for (const role of ['admin', 'admin', 'employee', 'viewer']) await settle(spot, 'active', role)
    await settle(spot, 'active', pick(['admin', 'viewer']), { email: `plain.${spot.path}@example.com` })
    await settle(spot, 'deactivated', 'admin')
    await settle(spot, 'signed out', 'admin')
  }
  const leaves = spots.filter((it) => it.level === 'tenant')
  const [here, there] = [leaves[0], leaves.at(-1)] as [Spot, Spot]
  const one = await settle(here, 'active', 'admin', { email: 'both@example.com' })
  const other = await settle(there, 'active', 'admin', { identity: { id: one.identity, email: one.email } })
  people.splice(
    -2,
    2,
    { ...one, role: 'admin', at: here, homes: [here, there], state: 'active' },
    { ...other, role: 'admin', at: there, homes: [here, there], state: 'active' },
  )

  const invitations: (Invited & { at: Spot })[] = []
  for (const at of spots)
    for (const role of ['viewer', 'admin', 'viewer']) {
      const it = await invite(database, at, { role, text: at.text })
      invitations.push({ ...it, at })
    }
  // One kept mail of each place comes from the product, with a text that can be read.
  for (const spot of spots)
    await admin.api.invitations.create({
      organization: spot.publicId,
      email: `${spot.text}.kept@example.com`,
      role: 'viewer',
    })
  await write(world, spots)
  const ownRoles: { id: string; at: Spot }[] = []
  for (const at of spots) ownRoles.push({ id: await ownRoleOf(database, at, at.name), at }) // shown below, too, where it can be held
  const connections: { id: string; at: Spot }[] = []
  const domains: { id: string; at: Spot }[] = []
  const links: { id: string; at: Spot }[] = []
  for (const at of leaves) {
    const connection = await openConnection(database, at, at.text)
    connections.push({ id: connection, at })
    domains.push({ id: await openDomain(database, at, at.text), at })
    for (const it of people.filter((one) => one.at === at && one.state === 'active').slice(0, 2))
      links.push({ id: await openLink(database, connection, it.identity, at.text), at })
  }
  // Of people with one account: whoever switches between two would be asked for it, and go no further.
  const factors: { id: string; path: string }[] = []
  const devices: { id: string; path: string }[] = []
  for (const { identity, at, homes } of people.filter((it) => it.homes.length === 1 && pick([0, 1]))) {
    factors.push({ id: await openFactor(database, identity, at.text), path: homes[0]?.path ?? '' })
    devices.push({ id: await openDevice(database, identity, at.text), path: homes[0]?.path ?? '' })
  }
  const resets = []
  for (const of of people.filter((it) => it.state === 'active' && pick([0, 1])))
    resets.push({ token: await openReset(database, of.identity), of })
  const mails = await database.query<{ id: string; org_path: string }>('select id, org_path from mails')
  return {
    spots,
    people,
    invitations,
    ownRoles,
    connections,
    domains,
    links,
    factors,
    devices,
    resets,
    addressable: people.filter((it) => /^(plain|both)/.test(it.email)),
    mails: mails.flatMap(({ id, org_path }) => {
      const at = spots.find((it) => it.path === org_path)
      return at ? [{ id: publicId('mail', id), at }] : []
    }),
  }
}

/** The canary over what the growing left in texts: names of organizations, invitations, mails and the record. */
async function write({ database: { query } }: World, spots: readonly Spot[]): Promise<void> {
  for (const { path, text, name, phone } of spots) {
    await query('update organizations set name = $2, name_key = $2 where path = $1', [path, text])
    await query('update invitations set first_name = $2, last_name = $2, invited_by_name = $3 where org_path = $1', [
      path,
      text,
      name,
    ])
    await query('update mails set subject = $2, answer = $2 where org_path = $1', [path, text])
    await query('update users set phone = $2 where org_path = $1 and phone is null', [path, phone])
    // Values are inherited, so that nobody's own words may stand in them; who said why is another matter.
    await query(
      `insert into setting_values (id, org_path, key, value, locked, set_by, set_by_name, set_at, reason)
       values (gen_random_uuid(), $1, 'note', '"Neutral"', false, gen_random_uuid(), $2, now(), $3)`,
      [path, name, text],
    )
    const facts = { name: text, email: text, role: text }
    await query(
      'update events set actor_name = $2, before = $3, after = $3, reason = $4, request_id = $4 where org_path = $1',
      [path, name, JSON.stringify(facts), text],
    )
    for (const type of ['user.updated', 'user.role_changed'])
      await query(
        `insert into events (id, at, type, org_path, org_id, actor_name, target_kind, target_id, before, after, reason)
         select gen_random_uuid(), now(), $2, u.org_path, o.id, $3, 'user', u.id, $4, $4, $5
         from users u join organizations o on o.path = u.org_path where u.org_path = $1`,
        [path, type, name, JSON.stringify(facts), text],
      )
  }
}

const canary = /k[tn][0-9a-f]{8}|\+49\d{10}/g
/** Canaries in a text that may not be seen from the places of `view`: nothing from outside, but the names of people above. */
export function foreignIn(text: string, { spots }: Forest, view: readonly string[]): string[] {
  return (text.match(canary) ?? []).filter((found) => {
    const spot = spots.find((it) => found === it.text || found === it.name || found === it.phone)
    if (!spot) return false
    const inside = view.some((path) => isWithin(spot.path, path))
    const actedHere = found === spot.name && view.some((path) => isWithin(path, spot.path))
    return !inside && !actedHere
  })
}
