/** Inputs for any route of the contract, drawn from what grows in a forest: own, foreign and random, valid and not. */
import type { RouteSpec } from '@tenantry/contract'
import { newId, publicId } from '../src/platform/value/ids.ts'
import { isWithin } from '../src/platform/value/reach.ts'
import type { Dweller, Forest, Pick, Spot } from './forest.ts'
import { newToken } from './people.ts'
import { goodPassword } from './world.ts'

export interface Drawn {
  readonly input: Readonly<Record<string, unknown>>
  /** The same with a random identifier for each foreign one; null when there is none. */
  readonly control: Readonly<Record<string, unknown>> | null
  /** One that the call is about is foreign. Those in a list of questions are answered. */
  readonly foreign: boolean
  /** Places that a secret in the input opens. */
  readonly opens: readonly Spot[]
  /** The person whose secret or address is in the input. */
  readonly person: Dweller | null
}
interface Named {
  readonly id: string
  readonly path: string
}
const prefixes: Record<string, Parameters<typeof publicId>[0]> = {
  organization: 'org',
  to: 'org',
  user: 'usr',
  invitation: 'inv',
  session: 'ses',
  key: 'key',
  at: 'org',
  mail: 'mail',
  change: 'evt',
  factor: 'fac',
  device: 'dev',
  customRole: 'rol',
  connection: 'con',
  domain: 'dom',
  link: 'lnk',
}

const permissions = ['users.read', 'organizations.create', 'mails.read', 'users.change_role']

export function draw(route: RouteSpec, actor: Dweller, forest: Forest, cursors: string[], pick: Pick): Drawn {
  const input: Record<string, unknown> = {}
  const control: Record<string, unknown> = {}
  let [opens, person, foreign]: [readonly Spot[], Dweller | null, boolean] = [[], null, false]
  let foreignInList = false
  const own = ({ path }: Named) => actor.homes.some((home) => isWithin(path, home.path))
  const named: Record<string, Named[]> = {
    organization: forest.spots.map((it) => ({ id: it.publicId, path: it.path })),
    at: forest.spots.map((it) => ({ id: it.publicId, path: it.path })),
    to: forest.spots.map((it) => ({ id: it.publicId, path: it.path })),
    user: forest.people.map((it) => ({ id: it.userId, path: it.at.path })),
    session: forest.people.map((it) => ({ id: it.session, path: it.at.path })),
    invitation: forest.invitations.map((it) => ({ id: it.id, path: it.at.path })),
    mail: forest.mails.map((it) => ({ id: it.id, path: it.at.path })),
    factor: [...forest.factors],
    device: [...forest.devices],
    customRole: forest.ownRoles.map((it) => ({ id: it.id, path: it.at.path })),
    connection: forest.connections.map((it) => ({ id: it.id, path: it.at.path })),
    domain: forest.domains.map((it) => ({ id: it.id, path: it.at.path })),
    link: forest.links.map((it) => ({ id: it.id, path: it.at.path })),
  }
  let at = ''
  const identifier = (name: string): string => {
    const random = publicId(prefixes[name] ?? 'org', newId())
    const how =
      name === 'organization'
        ? pick(['own', 'own', 'own', 'own', 'own', 'foreign', 'foreign', 'random'])
        : pick(['here', 'here', 'own', 'foreign', 'foreign', 'foreign', 'random'])
    const pool = (named[name] ?? []).filter((it) => {
      // A role of an organization above is given here, too, and no secret.
      const given = name === 'customRole' && actor.homes.some((home) => isWithin(home.path, it.path))
      if (how === 'foreign') return !own(it) && !given
      return name === 'organization' || how === 'own' ? own(it) : it.path === at
    })
    const found = how === 'random' || !pool.length ? { id: random, path: '' } : pick(pool)
    if (name === 'organization') at = found.path
    // A foreign session is anybody else's; one's own accounts elsewhere are not foreign.
    const isForeign = how === 'foreign' && pool.length > 0
    // A filter by an identifier that is nobody's here finds nothing, like one by a random one.
    if (route.query?.properties[name]) foreignInList ||= isForeign
    else foreign ||= isForeign
    control[name] = how === 'foreign' ? random : found.id
    return found.id
  }
  /** Several organizations, in a list or in questions about them. */
  const listed = (name: string, about: (organization: string) => unknown): unknown[] => {
    const [before, here, own] = [control['organization'], at, foreign]
    const drawn = [1, 2, 3].map(() => [identifier('organization'), control['organization']])
    if (before === undefined) delete control['organization']
    else [control['organization'], at] = [before, here]
    foreignInList ||= foreign
    foreign = own
    const numbered = drawn.map(([real, other]) => [about(String(real)), String(other)] as const)
    control[name] = numbered.map(([it, other]) =>
      typeof it === 'string' ? other : { ...(it as object), organization: other },
    )
    return numbered.map(([it]) => it)
  }
  /** A second organization, named in a body. */
  const place = () =>
    pick(forest.spots.filter((it) => own({ id: it.publicId, path: it.path })).concat(forest.spots)).publicId
  const secret = (): string => {
    const how = pick(['invitation', 'reset', 'random'])
    if (how === 'random' || (how === 'reset' && !forest.resets.length)) return newToken()
    if (how === 'invitation') {
      const it = pick(forest.invitations)
      opens = [it.at]
      return it.token
    }
    const it = pick(forest.resets)
    ;[opens, person] = [it.of.homes, it.of]
    return it.token
  }
  const address = (): string => {
    if (!pick([0, 1, 1])) return `new.${newId()}@example.com`
    person = pick(forest.addressable)
    opens = person.homes
    return person.email
  }
  const values: Record<string, () => unknown> = {
    scope: () => place(),
    to: () => place(),
    label: () => `Neutral ${newId()}`,
    description: () => 'Neutral',
    permissions: () => pick([['roles.read'], ['users.read', 'roles.read']]),
    levels: () => pick([['tenant'], ['partner', 'tenant']]),
    assigns: () => pick([[], ['viewer']]),
    mfaRequired: () => pick([true, false]),
    federatedOnly: () => pick([true, false]),
    credentials: () => pick([true, false]),
    token: secret,
    questions: () => listed('questions', (organization) => ({ permission: pick(permissions), organization })),
    organizations: () => listed('organizations', (organization) => organization),
    email: address,
    password: () => pick([goodPassword, goodPassword, 'a wrong one of good length']),
    currentPassword: () => pick([goodPassword, 'a wrong one of good length']),
    newPassword: () => 'slow-badger-beacon-48',
    role: () => pick(['admin', 'employee', 'viewer', 'nonsense']),
    search: () => pick([pick(forest.spots).text, pick(forest.spots).name, 'k', 'example', 'plain']),
    cursor: () => (cursors.length ? pick(cursors) : undefined),
    limit: () => pick([1, 2, 50, 200]),
    firstName: () => 'Nia',
    lastName: () => 'Neutral',
    name: () => 'Neutral place',
    reason: () => 'A neutral reason',
    permission: () => pick(permissions),
    days: () => pick([1, 30]),
    since: () => pick(['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z']),
    until: () => pick(['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z']),
    notSignedInFor: () => pick([1, 90]),
    neverSignedIn: () => pick([true, false]),
    endKeys: () => pick([true, false]),
    base: () => undefined,
    locked: () => pick([true, false]),
    value: () => pick(['allowed', 600, 'neutral']),
    state: () => newToken(),
    issuer: () => 'https://id.example',
    algorithms: () => ['RS256'],
    roleMap: () => pick([[], [{ value: 'neutral', role: 'viewer' }]]),
    defaultRole: () => pick([null, 'viewer', 'admin']),
    newcomers: () => pick([true, false]),
    roleSync: () => pick(['first_sign_in', 'every_sign_in']),
    active: () => pick([true, false]),
    required: () => pick([true, false]),
    attempt: () => newToken(),
    recoveryCode: () => 'A'.repeat(24),
    setting: () => pick(['note', 'nonsense']),
    wish: () => 'A neutral wish',
    phone: () => pick([null, '+4930123456']),
    code: () => pick([null, `C-${newId()}`]),
    host: () => pick([null, `h${newId()}.example`]),
    tier: () => pick([null, 'neutral']),
    confirm: () => pick([pick(forest.spots).text, 'Neutral place']),
  }
  const all = { ...route.params?.properties, ...route.query?.properties, ...route.body?.properties }
  for (const [name, schema] of Object.entries(all)) {
    const required = [route.params, route.query, route.body].some((part) => part?.required?.includes(name))
    if (!required && !pick([0, 1])) continue
    const choices = 'enum' in schema && Array.isArray(schema.enum) ? (schema.enum as unknown[]) : null
    const make = prefixes[name]
      ? () => identifier(name)
      : (values[name] ?? (() => (choices ? pick(choices) : 'neutral')))
    const parts = 'properties' in schema ? (schema.properties as object) : null
    const value = parts
      ? Object.fromEntries(Object.keys(parts).map((part) => [part, part === 'transports' ? [] : 'AAAA']))
      : name === 'code' && 'maxLength' in schema && schema.maxLength === 6
        ? '123456'
        : make()
    input[name] = value
    if (!(name in control)) control[name] = value
  }
  return { input, control: foreign || foreignInList ? control : null, foreign, opens, person }
}
