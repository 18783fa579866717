/** Roles that follow the provider's groups at every sign-in, and how far they do. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { invited, member, settled, type Member } from '../../../test/builders.ts'
import { withPasskey } from '../../../test/factors.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { innerId } from '../../platform/value/ids.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let provider: RealProvider
let acme: string
let ada: Member
let connection: string
const roleMap = [
  { value: 'boss', role: 'admin' },
  { value: 'staff', role: 'employee' },
]
const usual = {
  roleMap,
  roleClaim: 'groups',
  defaultRole: 'viewer',
  newcomers: true,
  roleSync: 'every_sign_in' as const,
}
const set = (more: object = {}, by = ada) =>
  by.api.federation.update({ organization: acme, connection, ...usual, ...more })
beforeAll(async () => {
  provider = await startProvider()
  world = await createWorld({ privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  const { issuer, client } = provider
  const made = await ada.api.federation.create({ organization: acme, issuer, ...client, name: 'Acme ID' })
  expect(made.roleSync).toBe('first_sign_in')
  connection = made.id
  await ada.api.federation.switch({ organization: acme, connection, active: true })
  await withDomain(world, acme, 'acme.test')
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
beforeEach(() => set())
const arrive = (name: string, groups?: unknown, more: object = {}) => {
  const email = `${name}@acme.test`
  provider.visitor = { sub: name, email, email_verified: true, ...(groups !== undefined && { groups }), ...more }
  const who = traveller(world)
  return signInThrough(who, connection).then((me) => ({ ...who, id: me.id, roles: me.grants.map((it) => it.role.key) }))
}
const changesOf = async (user: string) =>
  (await ada.api.users.changes({ organization: acme, user })).items.filter((it) => it.type.startsWith('user.role_'))

test('groups decide at the first sign-in alone unless the connection says otherwise', async () => {
  await set({ roleSync: 'first_sign_in' })
  expect((await arrive('once', ['staff'])).roles).toEqual(['employee'])
  expect((await arrive('once', ['boss'])).roles).toEqual(['employee'])
  await set()
  expect((await arrive('once', ['boss'])).roles).toEqual(['admin'])
})

test('at every sign-in the session has what the groups now say, other sessions too, and the record tells by which', async () => {
  const first = await arrive('vera', ['staff'])
  expect(first.roles).toEqual(['employee'])
  const promoted = await arrive('vera', ['others', 'boss'])
  expect(promoted.roles).toEqual(['admin'])
  await promoted.api.users.list({ organization: acme })
  expect((await first.api.profile.show()).grants.map((it) => it.role.key)).toEqual(['admin'])
  const demoted = await arrive('vera', [])
  expect(demoted.roles).toEqual(['viewer'])
  expect(
    await refusalOf(
      promoted.api.users.create({
        organization: acme,
        email: 'x@acme.test',
        firstName: 'X',
        lastName: 'X',
        role: 'viewer',
      }),
    ),
  ).toBe('permission_missing')
  expect((await arrive('vera')).roles).toEqual(['viewer'])
  const [last, before] = await changesOf(first.id)
  expect(last).toMatchObject({
    actor: { id: null, name: 'Tenantry' },
    before: { role: 'Admin' },
    after: { role: 'View Only', connection: 'Acme ID' },
    reason: 'Acme ID',
  })
  expect(before).toMatchObject({ before: { role: 'Employee' }, after: { role: 'Admin' }, reason: 'Acme ID: boss' })
  expect(await changesOf(first.id)).toHaveLength(2)
})

test('a passkey that was set up on the provider’s word is over with that word, until it is given again; nor does it outlast the link', async () => {
  const eve = await arrive('eve', ['boss'])
  const { passkey } = await withPasskey(eve)
  const byPasskey = async () => {
    const { api } = world.person()
    const { attempt, options } = await api.passkeys.begin()
    return api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
  }
  expect((await byPasskey()).id).toBe(eve.id)
  await set({ defaultRole: null })
  expect(await refusalOf(arrive('eve', ['strangers']))).toBe('account_unavailable')
  expect(await refusalOf(byPasskey())).toBe('passkey_wrong')
  const half = await arrive('eve', ['boss'])
  await half.api.sessions.prove({ passkey: passkey.show(await half.api.sessions.challenge()) })
  expect((await byPasskey()).id).toBe(eve.id)
  await world.database.query(`delete from federated_links where subject = 'eve'`)
  expect(await refusalOf(byPasskey())).toBe('passkey_wrong')
})

test('where nobody comes in without a fitting group, nobody stays without one either, nor do their keys', async () => {
  const sam = await arrive('sam', ['boss'])
  const tab = await arrive('sam', ['boss'])
  const { secret } = await sam.api.keys.create({ name: 'Robot' })
  const robot = () => fetch(`${world.baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${secret ?? ''}` } })
  const other = await arrive('other', ['staff'])
  const byPassword = await member(world, acme, 'sam.too@acme.test', 'employee')
  expect((await robot()).status).toBe(200)
  await set({ defaultRole: null })
  expect(await refusalOf(arrive('sam', ['strangers']))).toBe('account_unavailable')
  for (const { api } of [sam, tab]) expect(await refusalOf(api.profile.show())).toBe('unauthenticated')
  expect((await robot()).status).toBe(401)
  for (const { api } of [other, byPassword]) expect((await api.profile.show()).grants[0]?.role.key).toBe('employee')
  const { items } = await ada.api.users.changes({ organization: acme, user: sam.id })
  expect(items[0]).toMatchObject({
    type: 'user.session_ended',
    actor: { name: 'Tenantry' },
    after: { sessions: 2, keys: 1 },
    reason: 'Acme ID',
  })
  expect((await arrive('sam', ['boss'])).roles).toEqual(['admin'])
})

test('a role that the connection does not name was given by hand, and stays', async () => {
  await set({ roleMap: [{ value: 'boss', role: 'admin' }], defaultRole: null })
  const [user = ''] = await settled(world, acme, [{ email: 'hand@acme.test', role: 'employee' }])
  expect(await arrive('hand', ['boss'])).toMatchObject({ id: user, roles: ['employee'] })
  expect((await arrive('hand')).roles).toEqual(['employee'])
  expect(await changesOf(user)).toEqual([])
})

test('an invited role that the connection names follows the groups as well', async () => {
  await invited(world, acme, 'eva@acme.test', 'admin')
  expect((await arrive('eva', ['staff'])).roles).toEqual(['employee'])
})

test('never above the rank of whoever set the connection up, as they are now', async () => {
  const mia = await arrive('mia', ['staff'])
  const boss = await member(world, acme, 'boss@acme.test', 'admin')
  await set({}, boss)
  await ada.api.users.changeRole({ organization: acme, user: boss.me.id, role: 'viewer' })
  expect(await refusalOf(arrive('mia', ['boss']))).toBe('account_unavailable')
  expect((await arrive('mia', ['staff'])).roles).toEqual(['employee'])
  expect(await changesOf(mia.id)).toEqual([])
  await set()
  expect((await arrive('mia', ['boss'])).roles).toEqual(['admin'])
})

test('nor does anybody lose what whoever set the connection up could not take from them', async () => {
  const standard = await createWorld({ blueprint: 'standard', privateHosts: [provider.host] })
  try {
    const { id: organization } = await standard.tenant('Acme GmbH')
    const [olga, otto] = [
      await member(standard, organization, 'olga@acme.test', 'owner'),
      await member(standard, organization, 'otto@acme.test', 'owner'),
    ]
    const roleMap = [
      { value: 'boss', role: 'owner' },
      { value: 'staff', role: 'member' },
    ]
    const through_ = await connected(otto, organization, provider, { ...usual, roleMap, defaultRole: null })
    await withDomain(standard, organization, 'acme.test')
    const arrives = (groups: string) => {
      provider.visitor = { sub: 'mia', email: 'mia@acme.test', email_verified: true, groups }
      return signInThrough(traveller(standard), through_)
    }
    expect((await arrives('boss')).grants[0]?.role.key).toBe('owner')
    await olga.api.users.changeRole({ organization, user: otto.user, role: 'admin' })
    expect(await refusalOf(arrives('staff'))).toBe('account_unavailable')
    await olga.api.users.changeRole({ organization, user: otto.user, role: 'owner' })
    expect((await arrives('staff')).grants[0]?.role.key).toBe('member')
  } finally {
    await standard.stop()
  }
})

test('CH6: a role of an organization that the connection has left is given to nobody any more', async () => {
  const channel = await createWorld({ blueprint: 'channel', privateHosts: [provider.host] })
  try {
    const { api, me } = channel.admin
    const create = async (organization: string, name: string) =>
      (await api.organizations.create({ organization, name })).id
    const distributor = await create(me.organization.id, 'North')
    const [before, after] = [await create(distributor, 'Before'), await create(distributor, 'After')]
    const tenant = await create(before, 'Customer')
    const desk = { label: 'Desk', description: 'Reads.', levels: ['tenant'], permissions: ['users.read'] }
    const { key } = await api.roles.create({ organization: before, ...desk })
    const through_ = await connected(channel.admin, tenant, provider, { ...usual, roleMap: [], defaultRole: key })
    await withDomain(channel, tenant, 'customer.test')
    const arrives = (sub: string) => {
      provider.visitor = { sub, email: `${sub}@customer.test`, email_verified: true }
      return signInThrough(traveller(channel), through_)
    }
    await api.organizations.move({ organization: tenant, to: after })
    expect(await refusalOf(arrives('mia'))).toBe('account_unavailable')
    await api.organizations.move({ organization: tenant, to: before })
    expect((await arrives('mia')).grants[0]?.role.key).toBe(key)
  } finally {
    await channel.stop()
  }
})

test('the last administrator stays one, and so does everybody where roles are not changed or groups are not sent; each is recorded', async () => {
  const otherwise = (await world.tenant('Lone Ltd')).id
  const lone = await member(world, otherwise, 'lone@lone.test', 'admin')
  const atLone = await connected(lone, otherwise, provider, { name: 'Lone ID', ...usual })
  await withDomain(world, otherwise, 'lone.test')
  provider.visitor = { sub: 'lone', email: 'lone@lone.test', email_verified: true, groups: ['staff'] }
  const comes = async () => (await signInThrough(traveller(world), atLone)).grants.map((it) => it.role.key)
  const kept = async () => {
    const { items } = await lone.api.users.changes({ organization: otherwise, user: lone.me.id })
    return items.filter((it) => it.type === 'user.role_kept').map((it) => it.after)
  }
  expect(await comes()).toEqual(['admin'])
  expect(await kept()).toEqual([{ role: 'Admin', cause: 'administrator_last', connection: 'Lone ID' }])
  await settled(world, otherwise, [{ email: 'two@lone.test', role: 'admin', lastSignInAt: world.now() }])
  await lone.api.policies.set({ organization: otherwise, policy: 'roles.change', value: 'immutable' })
  expect(await comes()).toEqual(['admin'])
  expect((await kept())[0]).toMatchObject({ role: 'Admin', cause: 'role_immutable' })
  await lone.api.policies.reset({ organization: otherwise, policy: 'roles.change' })
  const { groups: _, ...others } = provider.visitor
  const elsewhere = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.test' } } }
  provider.visitor = { ...others, ...elsewhere }
  expect(await comes()).toEqual(['admin'])
  expect((await kept())[0]).toMatchObject({ role: 'Admin', cause: 'groups_withheld' })
  // Nor does anything follow from some of them, where they are more or longer than are read.
  for (const groups of [
    ['staff', ...Array.from({ length: 500 }, (_, n) => `g${n}`)],
    ['staff', 'x'.repeat(201)],
  ]) {
    provider.visitor = { ...others, groups }
    expect(await comes()).toEqual(['admin'])
  }
  expect((await kept()).map((it) => it?.cause).slice(0, 4)).toEqual([
    ...Array.from({ length: 3 }, () => 'groups_withheld'),
    'role_immutable',
  ])
  provider.visitor = { ...others, groups: ['staff'] }
  expect(await comes()).toEqual(['employee'])
  // Of two administrators whose groups are taken at once, one is left.
  const returning = async (name: string, groups: string[]) => {
    provider.visitor = { sub: name, email: `${name}@lone.test`, email_verified: true, groups }
    const who = traveller(world)
    const back = await through((await who.api.federation.begin({ connection: atLone })).url)
    return () => who.api.federation.finish(back)
  }
  // Whoever set it up is no administrator any more, and gives nothing.
  const boss = await returning('lone', ['boss'])
  expect(await refusalOf(boss())).toBe('account_unavailable')
  await world.admin.api.federation.update({ organization: otherwise, connection: atLone, name: 'Lone ID' })
  expect((await (await returning('lone', ['boss']))()).grants[0]?.role.key).toBe('admin')
  const both = [await returning('lone', ['staff']), await returning('two', ['staff'])]
  const held = await Promise.all(both.map(async (finish) => (await finish()).grants[0]?.role.key))
  expect(new Set(held)).toEqual(new Set(['admin', 'employee']))
})

test('of more groups than are read no newcomer gets a role either', async () => {
  const roles = { roleMap: [{ value: 'outside', role: 'viewer' }, ...roleMap], defaultRole: null }
  await set(roles)
  const many = ['boss', ...Array.from({ length: 499 }, (_, n) => `g${n}`)]
  expect((await arrive('just', many)).roles).toEqual(['admin'])
  expect(await refusalOf(arrive('beyond', [...many, 'outside']))).toBe('account_unavailable')
})

test('a sign-in that is through stays so while somebody holds the connection, and is noted by the next', async () => {
  const noted = () =>
    world.database.query('select last_sign_in_at is not null as it from connections where id = $1', [
      innerId(connection),
    ])
  await world.database.query('update connections set last_sign_in_at = null')
  const other = new pg.Client(world.database.as('postgres'))
  await other.connect()
  await other.query('begin')
  await other.query('select from connections for share')
  expect((await arrive('held', ['staff'])).roles).toEqual(['employee'])
  expect(await noted()).toEqual([{ it: false }])
  await other.end()
  await arrive('held', ['staff'])
  expect(await noted()).toEqual([{ it: true }])
})
