/** The whole sample: tenants, their people, and invitations in every state. */
import { chanceFrom, type Chance } from './random.ts'
import {
  nameOf,
  addInvitation,
  addPerson,
  addTenant,
  noRows,
  type Actor,
  type Place,
  type Rows,
  type Row,
} from './rows.ts'
import { peopleOf, personIn, signIns, tenants, type Person, type Tenant } from './people.ts'

const day = 86_400_000

export interface Ingredients {
  readonly now: Date
  readonly root: Place
  readonly labels: ReadonlyMap<string, string>
  readonly passwordHash: string
}
export interface Sample {
  readonly rows: Rows
  /** The administrator of the platform: whoever invites the people that are still to be invited. */
  readonly platform: Actor
  readonly largest: Place
}

export function sampleOf({ now, root, labels, passwordHash }: Ingredients): Sample {
  const chance = chanceFrom(7236)
  const rows = noRows()
  const writer = { rows, labels, passwordHash, newId: chance.id }
  const [first, second] = platformPeople(chance, now)
  const platform = { id: first.id, name: nameOf(first) }
  addPerson(writer, root, first, platform)
  addPerson(writer, root, second, platform)
  const places = tenants.map((tenant, n) => {
    const people = peopleOf(tenant, chance, now)
    const place = addTenant(writer, tenant.name, n + 1, platform, new Date(now.getTime() - tenant.since * day))
    const own = people.find((it) => it.role === 'admin')
    const administrator = own ? { id: own.id, name: nameOf(own) } : platform
    for (const it of people) addPerson(writer, place, it, it === own ? platform : administrator)
    for (const it of openInvitations(tenant, chance, now)) addInvitation(writer, place, it, administrator)
    return place
  })
  rows.events.sort((a, b) => a.at.getTime() - b.at.getTime()) // in the order in which they happened
  const [largest] = places
  if (!largest) throw new Error('there are no tenants')
  return { rows, platform, largest }
}

function platformPeople(chance: Chance, now: Date): [Person, Person] {
  const office: Tenant = { name: 'Platform', domain: 'demo.example', users: 2, since: 422 }
  const make = (n: number): Person => ({
    ...personIn(office, 0, chance, new Date(now.getTime() - n * day), new Set()),
    role: 'platform-admin',
  })
  return [{ ...make(2), email: signIns[0].email }, make(0)]
}

type Fate = 'pending' | 'expired' | 'revoked'
const fates: readonly Fate[] = ['pending', 'pending', 'expired', 'revoked']
const certain: readonly Fate[] = ['pending', 'expired', 'revoked', 'pending', 'pending']

/** Some for every tenant: about one for ten users, at least three. */
function openInvitations(tenant: Tenant, chance: Chance, now: Date) {
  const taken = new Set<string>()
  const ago = (days: number) => new Date(now.getTime() - Math.round(days * day))
  return Array.from({ length: Math.max(3, Math.round(tenant.users / 10)) }, (_, n) => {
    const it = personIn({ ...tenant, domain: `new.${tenant.domain}` }, n + signIns.length, chance, now, taken)
    const fate = certain[n] ?? chance.of(fates)
    const at =
      fate === 'pending' ? ago(0.1 + 6 * chance.next()) : ago(8 + Math.min(60, tenant.since - 12) * chance.next())
    return {
      ...it,
      id: chance.id(at),
      at,
      ...(fate === 'revoked' && { revokedAt: chance.between(at, new Date(at.getTime() + 5 * day)) }),
      ...(fate === 'pending' && { mail: deliveryOf(n, at, now) }),
    }
  })
}

/** What became of the mail: most arrive, some are put off, and now and then an address is wrong. */
function deliveryOf(n: number, at: Date, now: Date): Row {
  if (n % 5 === 3) {
    const next_attempt_at = new Date(now.getTime() + day / 24)
    return { status: 'deferred', attempts: 4, answer: '451 4.7.1 Try again later', next_attempt_at }
  }
  if (n % 5 === 4) return { status: 'failed', attempts: 1, answer: '550 5.1.1 No such mailbox' }
  return { status: 'sent', attempts: 1, answer: '250 2.0.0 Ok: queued', at: new Date(at.getTime() + 900) }
}
