/** Who may call what on whose: every route of the contract, every kind of caller, own, foreign and random identifiers. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readFile } from 'node:fs/promises'
import type { Blueprint } from '@tenantry/contract'
import { innerId, newId, publicId } from '../src/platform/value/ids.ts'
import { call, codeOf, idsIn, isScoped, operations, type Operation, type Values } from './operations.ts'
import {
  invite,
  newToken,
  openChange,
  openJoining,
  openKey,
  openLockout,
  openReset,
  openSession,
  ownRoleOf,
  seat,
  signedIn,
  type Place,
  type Seated,
} from './people.ts'
import { factorRows } from './matrix.factors.ts'
import { federationRows } from './matrix.federation.ts'
import { createWorld, goodPassword, type World } from './world.ts'

const actors = ['no session', 'ended session', 'deactivated', 'platform-admin', 'admin', 'employee', 'viewer'] as const
type Kind = (typeof actors)[number]
type Whose = 'own' | 'other' | 'random'

let world: World
let blueprint: Blueprint
let text: string // of the blueprint in force
let root: Place
let acme: Place // home of the actors that are not of the platform
let rival: Place
const kept = new Map<Place, string>() // a kept mail of each
let tried = 0

beforeAll(async () => {
  world = await createWorld({ smtp: false })
  text = await readFile(new URL('../../../blueprints/backoffice.yaml', import.meta.url), 'utf8')
  blueprint = parse(text) as Blueprint
  const places = await Promise.all(['Acme', 'Rival'].map((name) => world.tenant(name)))
  const placed = async (id: string): Promise<Place> => {
    const [row] = await world.database.query<Place>('select id, path, level from organizations where id = $1', [
      innerId(id),
    ])
    if (!row) throw new Error('no such organization')
    return { ...row, id }
  }
  ;[root, acme, rival] = (await Promise.all(
    [world.admin.me.organization.id, ...places.map((it) => it.id)].map(placed),
  )) as [Place, Place, Place]
  // Accounts are made directly, too, or nothing but the policy would answer.
  const policy = { organization: root.id, policy: 'onboarding.modes', value: ['link', 'direct'] } as const
  await world.admin.api.policies.set(policy)
  for (const place of [root, acme, rival]) {
    const email = `mail${place.path}@example.com`
    await world.admin.api.invitations.create({ organization: place.id, email, role: lowest(place) })
    const { items } = await world.admin.api.mails.list({ organization: place.id })
    kept.set(place, items.find((it) => it.to === email)?.id ?? '')
  }
})
afterAll(async () => {
  console.info(`${tried} requests of ${operations.length} routes were decided as the contract and the blueprint say`)
  await world.stop()
})

const lowest = ({ level }: Place) => (level === 'tenant' ? 'viewer' : 'platform-admin')
/** What a case needs: the organization named, the one whose user, invitation or mail is named, and the caller. */
interface Case {
  readonly at: Place
  readonly of: Place
  readonly actor: Seated
  readonly whose: Whose
  /** Of the caller. */
  readonly home: Place
}
interface Row {
  /** A valid input with fresh targets, so that nothing but authority can refuse it. */
  input(it: Case): Promise<Values> | Values
  /** When allowed; the route's own success status unless said otherwise. */
  status?(it: Case): number
}
const none: Row = { input: () => ({}) }
const target = async ({ of }: Case, inactive = false) =>
  (await seat(world.database, of, { role: lowest(of), inactive })).userId
const onUser = (more: Values | ((it: Case) => Values) = {}, inactive = false): Row => ({
  input: async (it) => ({ user: await target(it, inactive), ...(typeof more === 'function' ? more(it) : more) }),
})
const onSession: Row = { input: async ({ of }) => openSession(world.database, of, lowest(of)) }
const onInvitation: Row = {
  input: async ({ of }) => ({ invitation: (await invite(world.database, of, { role: lowest(of) })).id }),
}
const atTopOnly = ({ at }: Case) => (at.level === 'tenant' ? 409 : 0)
const names = { firstName: 'Ada', lastName: 'Lovelace' }
const secret = { password: goodPassword }
/** Without a session there is nobody whose link could be one's own: any open link will do. */
const byLink = (input: (of: Place) => Promise<Values>): Row => ({
  input: async ({ of, whose }) => ({ ...(await input(of)), ...(whose === 'random' && { token: newToken() }) }),
  status: ({ whose }) => (whose === 'random' ? 404 : 0),
})
const invited = async (of: Place) => ({ token: (await invite(world.database, of, { role: lowest(of) })).token })
const reset = async (of: Place) => ({
  token: await openReset(world.database, (await seat(world.database, of, { role: lowest(of) })).identity),
})
const joining = async (of: Place) => {
  const { user } = await seat(world.database, of, { role: lowest(of) })
  return { token: await openJoining(world.database, user) }
}
const ownRole = { label: 'Own', description: 'Own', permissions: ['roles.read'] }
const onRole = (more: Values = {}): Row => ({
  input: async ({ of }) => ({ customRole: await ownRoleOf(world.database, of), ...more }),
})
const elsewhere = async (it: Case) =>
  it.whose === 'own' ? it.actor : seat(world.database, it.whose === 'other' ? rival : acme, { role: 'viewer' })

const notTheTop = ({ at }: Case) => (at.level === 'platform' ? 409 : 0)
const nameOf = async (at: Place | null) =>
  at
    ? ((
        await world.database.query<{ name: string }>('select name from organizations where id = $1', [innerId(at.id)])
      )[0]?.name ?? '')
    : ''
/** Of the rival alone: whoever is at home in what is stopped would be out. */
const standing = (to: 'suspended' | 'deleted'): Row => ({
  input: async ({ at }) => {
    if (at === rival)
      await world.database.query(
        `update organizations set standing = $2, stopped = true, purge_at = case when $2 = 'deleted' then $3::timestamptz end where id = $1`,
        [innerId(at.id), to, new Date(world.now().getTime() + 86_400_000)],
      )
    return {}
  },
  status: notTheTop,
})
const policy = 'self.deactivate'
/** Sets a policy at a place; the event that tells of it. */
async function changed({ id: organization }: Place): Promise<string> {
  const { api } = world.admin
  for (const value of ['allowed', 'refused']) await api.policies.set({ organization, policy, value })
  return (await api.policies.history({ organization, policy })).items[0]?.id ?? ''
}

const setting = 'week_start'
/** The same of a setting. */
async function turned({ id: organization }: Place): Promise<string> {
  const { api } = world.admin
  for (const value of ['sunday', 'monday']) await api.settings.set({ organization, setting, value })
  return (await api.settings.history({ organization, setting })).items[0]?.id ?? ''
}

const rows: Readonly<Record<string, Row>> = {
  'installation.show': none,
  'installation.setUp': {
    input: () => ({ token: newToken(), email: 'x@example.com', ...names, ...secret }),
    status: () => 409,
  },
  'blueprint.show': { input: () => ({}), status: atTopOnly },
  'blueprint.check': { input: () => ({ text }), status: atTopOnly },
  'blueprint.plan': { input: () => ({ text }), status: atTopOnly },
  'blueprint.apply': { input: () => ({ text }), status: atTopOnly },
  'sessions.signIn': {
    input: async (it) => ({ email: it.whose === 'random' ? 'no@example.com' : (await elsewhere(it)).email, ...secret }),
    // A deactivated person's right password is answered like a stranger's.
    status: ({ whose, actor }) => (whose === 'random' || (whose === 'own' && actor === deactivated) ? 401 : 0),
  },
  'sessions.check': none,
  'sessions.signOut': none,
  'sessions.switchAccount': {
    input: async (it) => ({ user: it.whose === 'random' ? publicId('usr', newId()) : (await elsewhere(it)).userId }),
    status: ({ whose }) => (whose === 'own' ? 0 : 404),
  },
  'sessions.prove': { input: () => secret },
  'sessions.challenge': none,
  'sessions.list': none,
  'sessions.end': {
    input: async (it) => ({
      session: it.whose === 'random' ? publicId('ses', newId()) : (await elsewhere(it)).session,
    }),
    status: ({ whose }) => (whose === 'own' ? 0 : 404),
  },
  'sessions.endOthers': none,
  'sessions.listOf': onUser(),
  'sessions.endOf': onSession,
  'sessions.endAllOf': onUser({ endKeys: true, reason: 'lost' }),
  'sessions.countIn': none,
  'sessions.endAllIn': { input: () => ({ reason: 'broken into' }) },
  'profile.show': none,
  'profile.update': { input: () => ({ firstName: 'New' }) },
  'profile.password': none,
  'profile.changePassword': { input: () => ({ currentPassword: goodPassword, newPassword: 'slow-badger-beacon-48' }) },
  // At the top there is nobody above to be asked.
  'profile.requestChange': { input: () => ({ wish: 'x' }), status: ({ home }) => (home === root ? 409 : 0) },
  'passwords.requestReset': { input: async (it) => ({ email: (await elsewhere(it)).email }) },
  'passwords.showReset': byLink(reset),
  'passwords.completeReset': byLink(async (of) => ({ ...(await reset(of)), password: 'slow-badger-beacon-48' })),
  'passwords.sendReset': onUser(),
  'addresses.changeOwn': { input: () => ({ email: `${newId()}@example.com` }) },
  'addresses.change': onUser(() => ({ email: `${newId()}@example.com` })),
  'addresses.showOwn': none,
  'addresses.cancelOwn': { input: ({ actor }) => openChange(world.database, actor.user).then(() => ({})) },
  'addresses.show': onUser(),
  'addresses.cancel': {
    input: async ({ of }) => {
      const { user, userId } = await seat(world.database, of, { role: lowest(of) })
      await openChange(world.database, user)
      return { user: userId }
    },
  },
  'addresses.confirm': byLink(async (of) => ({
    token: await openChange(world.database, (await seat(world.database, of, { role: lowest(of) })).user),
  })),
  'diagnosis.signIn': {
    input: async (it) => ({ email: it.whose === 'random' ? 'no@example.com' : (await elsewhere(it)).email }),
  },
  'lockouts.release': byLink(async (of) => ({
    token: await openLockout(world.database, (await seat(world.database, of, { role: lowest(of) })).user),
  })),
  'joinings.open': byLink(joining),
  'joinings.confirm': byLink(async (of) => ({ ...(await joining(of)), ...secret })),
  ...Object.fromEntries(['hosts.show', 'hosts.own'].map((it) => [it, { input: () => ({ host: 'localhost' }) }])),
  'organizations.show': none,
  'organizations.list': none,
  'organizations.create': { input: () => ({ name: 'Another' }), status: ({ at }) => (at.level === 'tenant' ? 409 : 0) },
  'organizations.update': { input: ({ at }) => ({ name: `Renamed ${at.path}` }) },
  'organizations.setTier': { input: () => ({ tier: null }) },
  'organizations.previewMove': { input: () => ({ to: root.id }) },
  'organizations.move': { input: () => ({ to: root.id }), status: () => 409 }, // it lies there already
  'organizations.suspend': { input: () => ({ reason: 'unpaid' }), status: notTheTop },
  'organizations.resume': standing('suspended'),
  'organizations.previewDelete': none,
  'organizations.remove': { input: async ({ at }) => ({ confirm: await nameOf(at) }), status: notTheTop },
  'organizations.restore': standing('deleted'),
  'roles.list': none,
  'roles.create': { input: ({ at }) => ({ ...ownRole, label: newId(), levels: [at.level] }) },
  'roles.update': onRole({ description: 'Changed' }),
  'roles.remove': onRole(),
  'users.list': { input: () => ({ within: 'subtree', sort: 'email' }) },
  'users.count': none,
  'users.show': onUser(),
  'users.update': onUser({ lastName: 'Renamed' }),
  'users.changeRole': onUser(({ at }) => ({
    role: at.level === 'tenant' ? 'employee' : 'platform-admin',
    reason: 'x',
  })),
  'users.deactivate': onUser({ reason: 'left' }),
  'users.reactivate': onUser({}, true),
  'users.changes': onUser(),
  'users.create': { input: ({ at }) => ({ email: `${newId()}@example.com`, ...names, role: lowest(at) }) },
  'users.changeScope': onUser(({ at }) => ({ scope: at.id, role: lowest(at) })),
  'users.move': onUser(({ at }) =>
    at === root ? { to: acme.id, role: 'viewer' } : { to: root.id, role: 'platform-admin' },
  ),
  'users.remove': onUser({ reason: 'left' }),
  'users.restore': {
    input: async (it) => {
      const { user, userId } = await seat(world.database, it.of, { role: lowest(it.of), inactive: true })
      await world.database.query(
        `update users set status = 'deleted', purge_at = now() + interval '1 day' where id = $1`,
        [user],
      )
      return { user: userId }
    },
  },
  'users.unlock': onUser(),
  'users.requireMfa': onUser({ mfaRequired: true }),
  'users.forceFederated': onUser({ federatedOnly: true }),
  'invitations.list': { input: () => ({ status: 'all' }) },
  'invitations.count': none,
  'invitations.show': onInvitation,
  'invitations.create': { input: ({ at }) => ({ email: `${newId()}@example.com`, role: lowest(at) }) },
  'invitations.resend': onInvitation,
  'invitations.cancel': onInvitation,
  'invitations.open': byLink(invited),
  'invitations.accept': byLink(async (of) => ({ ...(await invited(of)), ...names, ...secret })),
  'policies.list': none,
  'policies.inForce': none,
  'policies.show': { input: () => ({ policy }) },
  'policies.set': { input: () => ({ policy, value: 'refused', locked: false }) },
  'policies.reset': { input: ({ at }) => changed(at).then(() => ({ policy })) },
  'policies.history': { input: () => ({ policy }) },
  'policies.restore': { input: async ({ at }) => ({ policy, change: await changed(at) }) },
  'settings.list': none,
  'settings.show': { input: () => ({ setting }) },
  'settings.set': { input: () => ({ setting, value: 'sunday', locked: false }) },
  'settings.reset': { input: ({ at }) => turned(at).then(() => ({ setting })) },
  'settings.history': { input: () => ({ setting }) },
  'settings.restore': { input: async ({ at }) => ({ setting, change: await turned(at) }) },
  'access.explain': { input: () => ({ permission: 'users.read' }) },
  'access.explainUser': onUser({ permission: 'users.read' }),
  'access.holders': { input: () => ({ permission: 'users.read' }) },
  'activity.list': none,
  'activity.days': none,
  'activity.download': none,
  'activity.own': none,
  'access.check': { input: ({ at }) => ({ questions: [{ permission: 'users.read', organization: at.id }] }) },
  'access.checkUser': onUser(({ at }) => ({ questions: [{ permission: 'users.read', organization: at.id }] })),
  'access.basis': { input: ({ at }) => ({ organizations: [at.id] }) },
  'keys.list': none,
  'keys.create': { input: () => ({ name: 'Nightly export' }) },
  'keys.revoke': {
    input: async (it) => ({
      key: it.whose === 'random' ? publicId('key', newId()) : await openKey(world.database, await elsewhere(it)),
    }),
    status: ({ whose }) => (whose === 'own' ? 0 : 404),
  },
  ...federationRows(() => world),
  ...factorRows(() => world, elsewhere, onUser),
  'mails.list': none,
  'mails.show': { input: ({ of }) => ({ mail: kept.get(of) }) },
}
let deactivated: Seated

/** The whole rule, written a second time: session, then reach, then permission, then whether it is there. */
function expectedStatus(it: Operation, kind: Kind, at: Place | null, subIsHere: boolean, allowed: number): number {
  if (it.route.access === 'public') return allowed
  if (kind === 'no session' || kind === 'ended session' || kind === 'deactivated') return 401
  // About the caller, whatever place they ask about: what lies beyond reach is explained like what does not exist.
  if (it.route.access === 'member' || it.route.access === 'reach') return allowed
  if (at === null || (kind !== 'platform-admin' && at !== acme)) return 404
  if (!blueprint.roles.find((role) => role.key === kind)?.permissions.includes(it.route.access)) return 403
  return subIsHere ? allowed : 404
}
const needsCode: Record<number, string[]> = {
  401: ['unauthenticated', 'credentials_wrong', 'passkey_wrong'],
  403: ['permission_missing'],
}
const idKinds = {
  user: 'usr',
  invitation: 'inv',
  mail: 'mail',
  customRole: 'rol',
  connection: 'con',
  domain: 'dom',
} as const

test('every route of the contract has its row, and no row is of a route that is gone', () => {
  expect(Object.keys(rows).sort()).toEqual(operations.map((it) => it.name).sort())
})

afterEach(async ({ task }) => {
  if (task.name === 'sessions.endAllIn') await world.admin.api.sessions.signIn({ email: 'root@example.com', ...secret }) // hers, too
  await world.database.query(
    `update organizations set standing = 'active', stopped = false, gone = false, purge_at = null where stopped or standing <> 'active'`,
  )
})

describe.each(actors)('%s', (kind) => {
  const role = kind === 'no session' || kind === 'ended session' || kind === 'deactivated' ? 'admin' : kind
  test.each(operations.map((it) => [it.name, it] as const))('%s', async (name, operation) => {
    const { route } = operation
    const row = rows[name] ?? none
    const home = role === 'platform-admin' ? root : acme
    const sub = idsIn(route).find((it): it is keyof typeof idKinds => Object.hasOwn(idKinds, it))
    const places: Record<Whose, Place> = { own: home, other: rival, random: home }
    // Of somebody who is nobody any more what they could once do is asked; all the rest without a session at all.
    const gone = kind === 'ended session' || kind === 'deactivated'
    const cases = (gone ? (['own'] as const) : (['own', 'other', 'random'] as const)).flatMap((whose) => [
      { whose, organization: whose, sub: whose },
      ...(sub && whose !== 'own' ? [{ whose, organization: 'own' as const, sub: whose }] : []),
    ])
    for (const it of cases) {
      const actor = await seat(world.database, home, {
        role,
        inactive: kind === 'deactivated',
        sessionEnded: kind === 'ended session',
      })
      if (kind === 'deactivated') deactivated = actor
      const at = places[it.organization]
      const facts: Case = { at, of: places[it.sub], actor, whose: it.whose, home }
      const input: Record<string, unknown> = { ...(await row.input(facts)) }
      if (isScoped(route)) input['organization'] = it.organization === 'random' ? publicId('org', newId()) : at.id
      if (sub && it.sub === 'random') input[sub] = publicId(idKinds[sub], newId())
      const person = signedIn(world.baseUrl, kind === 'no session' ? null : actor.token)
      const reply = await call(person, route, input)
      const allowed = row.status?.(facts) || (route.status ?? 200)
      // A mail is looked for in everything below the organization, users and invitations in the organization alone.
      const here = it.sub === it.organization || (sub === 'mail' && it.sub === 'other' && home === root)
      const known = it.organization === 'random' ? null : at
      const expected = expectedStatus(operation, kind, known, !sub || here, allowed)
      expect(reply.status, `${name} ${JSON.stringify(it)}: ${reply.text}`).toBe(expected)
      const codes = needsCode[expected]
      if (codes) expect(codes).toContain(codeOf(reply))
      tried += 1
    }
  })
})
