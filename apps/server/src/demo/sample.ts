/** The whole sample: organizations, their people, and invitations in every state. */
import type { Blueprint } from '@tenantry/contract'
import { officesFor, type Office } from './cast.ts'
import { chanceFrom, type Chance } from './random.ts'
import {
  nameOf,
  addInvitation,
  addPerson,
  addPlace,
  noRows,
  type Actor,
  type Place,
  type Rows,
  type Row,
} from './rows.ts'
import { peopleOf, personIn } from './people.ts'

const day = 86_400_000

export interface Ingredients {
  readonly now: Date
  readonly root: Place
  readonly blueprint: Blueprint
  readonly passwordHash: string
}
export interface Sample {
  readonly rows: Rows
  /** The administrator of the platform: whoever invites the people that are still to be invited. */
  readonly platform: Actor
  readonly largest: Place
  readonly office: Office
  /** Children of the top. */
  readonly children: number
}

export function sampleOf({ now, root, blueprint, passwordHash }: Ingredients): Sample {
  const chance = chanceFrom(7236)
  const rows = noRows()
  const labels = new Map(blueprint.roles.map((role) => [role.key, role.label]))
  const writer = { rows, labels, passwordHash, newId: chance.id }
  const [top, ...offices] = officesFor(blueprint)
  if (!top) throw new Error('there is no top level')
  const [founder, ...others] = peopleOf(top, chance, now)
  if (!founder) throw new Error('nobody can be held at the top')
  const platform = { id: founder.id, name: nameOf(founder) }
  for (const it of [founder, ...others]) addPerson(writer, root, it, platform)

  const places = [root]
  const children = [0]
  for (const office of offices) {
    const above = office.parent ?? 0
    const n = (children[above] ?? 0) + 1
    children[above] = n
    children.push(0)
    const people = peopleOf(office, chance, now)
    const at = new Date(now.getTime() - office.since * day)
    const tier = blueprint.tiers?.[n % blueprint.tiers.length]?.key ?? null
    const place = addPlace(
      writer,
      { ...office, code: codeOf(office, blueprint), tier },
      places[above] ?? root,
      n,
      platform,
      at,
    )
    places.push(place)
    const own = people[0]
    const administrator = own ? { id: own.id, name: nameOf(own) } : platform
    for (const it of people) addPerson(writer, place, it, it === own ? platform : administrator)
    if (!office.roles.length) continue
    // Only who may give a role invites to it: the links of others would not work.
    const inviterTo = (role: string): Actor => {
      const may = blueprint.roles.filter((it) => it.assigns.includes(role)).map((it) => it.key)
      const somebody = people.find((it) => may.includes(it.role) && !it.deactivation)
      return somebody ? { id: somebody.id, name: nameOf(somebody) } : platform
    }
    for (const it of openInvitations(office, chance, now)) addInvitation(writer, place, it, inviterTo(it.role))
  }
  for (const row of rows.organizations) {
    const at = places.findIndex((place) => place.id === row['id'])
    Object.assign(row, { children_drawn: children[at] ?? 0 })
  }
  rows.events.sort((a, b) => a.at.getTime() - b.at.getTime()) // in the order in which they happened
  const largest = [top, ...offices].reduce((most, it) => (it.users > most.users ? it : most))
  const at = largest === top ? 0 : offices.indexOf(largest) + 1
  return { rows, platform, largest: places[at] ?? root, office: largest, children: children[0] ?? 0 }
}

type Fate = 'pending' | 'expired' | 'revoked'
const fates: readonly Fate[] = ['pending', 'pending', 'expired', 'revoked']
const certain: readonly Fate[] = ['pending', 'expired', 'revoked', 'pending', 'pending']

/** Some for every organization: about one for ten users, at least three. */
function openInvitations(office: Office, chance: Chance, now: Date) {
  const taken = new Set<string>()
  const ago = (days: number) => new Date(now.getTime() - Math.round(days * day))
  return Array.from({ length: Math.max(3, Math.round(office.users / 10)) }, (_, n) => {
    const it = personIn({ ...office, domain: `new.${office.domain}`, signIns: [] }, n + 3, chance, now, taken)
    const fate = certain[n] ?? chance.of(fates)
    const at = fate === 'pending' ? ago(0.1 + 6 * chance.next()) : ago(8 + 60 * chance.next())
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

/** From the mail domain: NORDLICHT. */
const codeOf = ({ level, domain }: Office, { levels }: Blueprint): string | null =>
  levels.find((it) => it.key === level)?.code === 'required' ? (domain.split('.')[0] ?? '').toUpperCase() : null
