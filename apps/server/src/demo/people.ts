/** Who is in the sample and what happened to each of them; no rows yet. */
import type { Office } from './cast.ts'
import { firstNames, inAddress, lastNames } from './names.ts'
import type { Chance } from './random.ts'

export const password = 'welcome-to-the-demo'
const day = 86_400_000

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
  /** Has a passkey; nobody holds its other half. */
  readonly passkey: boolean
  readonly mfaRequired: boolean
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

export function peopleOf(office: Office, chance: Chance, now: Date): Person[] {
  const taken = new Set<string>()
  return Array.from({ length: office.users }, (_, n) => personIn(office, n, chance, now, taken))
}

/** The first of an organization is its administrator and came before all others; the demonstration's own accounts stay as they are. */
export function personIn(office: Office, n: number, chance: Chance, now: Date, taken: Set<string>): Person {
  const { since } = office
  const ago = (days: number) => new Date(now.getTime() - Math.round(days * day))
  const own = office.signIns[n]
  const firstName = chance.of(firstNames)
  const lastName = chance.of(lastNames)
  const joinedAt = n === 0 ? ago(since - 2) : ago(own ? 380 - n * 20 : 2 + (since - 32) * chance.next() ** 1.3)
  const invitedAt =
    n === 0 ? ago(since - 1) : new Date(joinedAt.getTime() - Math.round((0.02 + 3 * chance.next()) * day))
  const role = own?.role ?? (n === 0 ? (office.roles[0] ?? '') : drawnRole(office, chance))
  const settled = own !== undefined || n === 0
  const roleChange =
    !settled && office.changing && office.roles.length > 1 && chance.percent(12)
      ? { at: chance.between(joinedAt, ago(1)), reason: chance.of(roleReasons), from: otherThan(role, office, chance) }
      : null
  const deactivation =
    !settled && chance.percent(6)
      ? { at: chance.between(roleChange?.at ?? joinedAt, now), reason: chance.of(leavingReasons) }
      : null
  return {
    id: chance.id(joinedAt),
    identity: chance.id(joinedAt),
    invitation: chance.id(invitedAt),
    email: own?.email ?? freeAddress(`${inAddress(firstName)}.${inAddress(lastName)}`, office.domain, taken),
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
    // Not of those whose password is printed.
    passkey: !settled && n % 6 === 4,
    mfaRequired: !settled && (n % 12 === 4 || n % 12 === 7),
  }
}

/** Few administer, the others are about as many of each. */
function drawnRole({ roles: [administrator = '', ...others] }: Office, chance: Chance): string {
  return others.length === 0 || chance.percent(6) ? administrator : chance.of(others)
}
const otherThan = (role: string, { roles }: Office, chance: Chance) =>
  chance.of(roles.filter((other) => other !== role))

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
