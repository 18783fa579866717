/** Who is in the sample and what happened to each of them; no rows yet. */
import { firstNames, inAddress, lastNames } from './names.ts'
import type { Chance } from './random.ts'

export const password = 'welcome-to-the-demo'
const day = 86_400_000

export interface Tenant {
  readonly name: string
  readonly domain: string
  readonly users: number
  /** Days ago that it became a customer. */
  readonly since: number
}
export const tenants: readonly Tenant[] = [
  { name: 'Nordlicht Logistik', domain: 'nordlicht.example', users: 300, since: 422 },
  { name: 'Aurora Clinics', domain: 'aurora-clinics.example', users: 60, since: 391 },
  { name: 'Maple & Finch Publishing', domain: 'maple-finch.example', users: 42, since: 347 },
  { name: 'Sakura Robotics', domain: 'sakura.example', users: 31, since: 288 },
  { name: 'Baobab Energy', domain: 'baobab.example', users: 24, since: 203 },
  { name: 'Padaria Lisboa', domain: 'padaria.example', users: 12, since: 118 },
  { name: 'Fjord Instruments', domain: 'fjord.example', users: 5, since: 41 },
]
/** One account per role to sign in with; the last three in the largest tenant. */
export const signIns = [
  { email: 'platform@demo.example', role: 'platform-admin' },
  { email: 'admin@demo.example', role: 'admin' },
  { email: 'employee@demo.example', role: 'employee' },
  { email: 'viewer@demo.example', role: 'viewer' },
] as const

export interface Change {
  readonly at: Date
  readonly reason: string
}
export interface Person {
  readonly id: string
  readonly identity: string
  readonly invitation: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly phone: string | null
  readonly language: 'en' | 'de'
  readonly invitedAt: Date
  readonly joinedAt: Date
  /** The role they have now. */
  readonly role: string
  readonly roleChange: (Change & { from: string }) | null
  readonly deactivation: Change | null
  readonly signIns: readonly Date[]
}

const roleReasons = [
  'Takes over the team from January',
  'Back from parental leave, reduced duties',
  'Covers for a colleague on sabbatical',
  'Moved from sales to accounting',
  'Agreed with the works council',
  'Passed the onboarding',
  'Only needs to look things up now',
]
const leavingReasons = ['Left the company', 'Contract ended', 'Long-term leave', 'Moved to a sister company']

export function peopleOf(tenant: Tenant, chance: Chance, now: Date): Person[] {
  const taken = new Set<string>()
  return Array.from({ length: tenant.users }, (_, n) => personIn(tenant, n, chance, now, taken))
}

/** The first of a tenant is its administrator and came before all others; the demonstration's own accounts stay as they are. */
export function personIn(tenant: Tenant, n: number, chance: Chance, now: Date, taken: Set<string>): Person {
  const { since } = tenant
  const ago = (days: number) => new Date(now.getTime() - Math.round(days * day))
  const own = tenant === tenants[0] ? signIns[n + 1] : undefined
  const firstName = chance.of(firstNames)
  const lastName = chance.of(lastNames)
  const joinedAt = n === 0 ? ago(since - 2) : ago(own ? 380 - n * 20 : 2 + (since - 32) * chance.next() ** 1.3)
  const invitedAt =
    n === 0 ? ago(since - 1) : new Date(joinedAt.getTime() - Math.round((0.02 + 3 * chance.next()) * day))
  const role = own?.role ?? (n === 0 ? 'admin' : drawnRole(chance))
  const settled = own !== undefined || n === 0
  const roleChange =
    !settled && chance.percent(12)
      ? { at: chance.between(joinedAt, ago(1)), reason: chance.of(roleReasons), from: otherThan(role, chance) }
      : null
  const deactivation =
    !settled && chance.percent(6)
      ? { at: chance.between(roleChange?.at ?? joinedAt, now), reason: chance.of(leavingReasons) }
      : null
  return {
    id: chance.id(joinedAt),
    identity: chance.id(joinedAt),
    invitation: chance.id(invitedAt),
    email: own?.email ?? freeAddress(`${inAddress(firstName)}.${inAddress(lastName)}`, tenant.domain, taken),
    firstName,
    lastName,
    phone: chance.percent(45) ? `+49305550${String(chance.below(10_000)).padStart(4, '0')}` : null,
    // Drawn for everybody, so that the sample stays the same; those who are printed read English.
    language: chance.percent(35) && !own ? 'de' : 'en',
    invitedAt,
    joinedAt,
    role,
    roleChange,
    deactivation,
    signIns: signInsOf(joinedAt, deactivation?.at ?? now, chance),
  }
}

function drawnRole(chance: Chance): string {
  const drawn = chance.next()
  if (drawn < 0.06) return 'admin'
  return drawn < 0.72 ? 'employee' : 'viewer'
}
const otherThan = (role: string, chance: Chance) =>
  chance.of(['admin', 'employee', 'viewer'].filter((other) => other !== role))

function freeAddress(local: string, domain: string, taken: Set<string>): string {
  for (let n = 1; ; n += 1) {
    const address = `${local}${n === 1 ? '' : n}@${domain}`
    if (taken.has(address)) continue
    taken.add(address)
    return address
  }
}

/** Joining is the first; most come back, and most of those lately. */
function signInsOf(joinedAt: Date, until: Date, chance: Chance): Date[] {
  const weeks = new Date(Math.max(joinedAt.getTime(), until.getTime() - 42 * day))
  const times = chance.percent(85) ? 1 + chance.below(5) : 0
  const later = Array.from({ length: times }, () => {
    const back = (until.getTime() - weeks.getTime()) * chance.next() ** 2
    return new Date(until.getTime() - Math.round(back))
  })
  return [joinedAt, ...later.sort((a, b) => a.getTime() - b.getTime())]
}
