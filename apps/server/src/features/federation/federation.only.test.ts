/** Federated Only, of a user and of an organization: no local password by any path, and nobody locked out by it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invited, member, settled, signedIn, type Member } from '../../../test/builders.ts'
import { connected, signInThrough, traveller, withDomain, type Traveller } from '../../../test/federated.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { openJoining, openReset } from '../../../test/people.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let provider: RealProvider
let acme: string
let ada: Member
let connection: string
const policy = 'signin.federated_only'
const role = 'distributor-user'
beforeAll(async () => {
  provider = await startProvider()
  world = await createWorld({ blueprint: 'channel', privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  ada = await member(world, acme, 'ada@acme.test', 'distributor-admin')
  connection = await connected(ada, acme, provider, { name: 'Acme ID' })
  await withDomain(world, acme, 'acme.test')
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
const arrive = async (email: string, who: Traveller = traveller(world)) => {
  provider.visitor = { sub: email, email, email_verified: true }
  return Object.assign(who, { me: await signInThrough(who, connection) })
}
const password = (email: string) => world.person().api.sessions.signIn({ email, password: goodPassword })
const identityOf = async (email: string) =>
  (await world.database.query<{ id: string }>('select id from identities where email = $1', [email]))[0]?.id ?? ''
const mailsTo = (email: string) =>
  world.database.query(`select from mails where recipient = $1 and kind = 'password_reset'`, [email])

test('CH14 CH19: forced on a user, sessions made with the password end, those through the provider stay, and come again', async () => {
  const [user = ''] = await settled(world, acme, [{ email: 'bea@acme.test', role }])
  const local = await signedIn(world, 'bea@acme.test')
  const federated = await arrive('bea@acme.test')
  const token = await openReset(world.database, await identityOf('bea@acme.test'))
  await ada.api.users.forceFederated({ organization: acme, user, federatedOnly: true })
  expect(await refusalOf(local.api.sessions.check())).toBe('unauthenticated')
  expect((await federated.api.sessions.check()).user).toBe(user)
  expect(await refusalOf(password('bea@acme.test'))).toBe('credentials_wrong')
  expect(await refusalOf(world.person().api.passwords.showReset({ token }))).toMatch(/^reset_/)
  expect((await arrive('bea@acme.test')).me.id).toBe(user)
  // Inside, the dead password proves nothing and is changed by nobody.
  const { api } = federated
  const newPassword = 'slow-badger-beacon-48'
  expect(await refusalOf(api.sessions.prove({ password: goodPassword }))).toBe('password_wrong')
  expect(await refusalOf(api.profile.changePassword({ currentPassword: goodPassword, newPassword }))).toBe(
    'password_wrong',
  )
  expect(await api.profile.password({})).toMatchObject({ state: 'closed' })
  await ada.api.users.forceFederated({ organization: acme, user, federatedOnly: false })
  expect(await api.profile.password({})).toMatchObject({ state: 'set' })
  expect((await password('bea@acme.test')).id).toBe(user)
})

test('CH9: an organization becomes Federated Only once an administrator of it has come through a connection, and not before', async () => {
  const on = { organization: acme, policy, value: 'on' } as const
  expect(await refusalOf(ada.api.policies.set(on))).toBe('connection_missing')
  await settled(world, acme, [{ email: 'viewer@acme.test', role }])
  await arrive('viewer@acme.test')
  expect(await refusalOf(ada.api.policies.set(on))).toBe('connection_missing')
  const boss = await arrive('ada@acme.test')
  const viewer = await signedIn(world, 'viewer@acme.test')
  const elsewhere = (await world.tenant('Rival')).id
  const rival = await member(world, elsewhere, 'rival@rival.test', 'distributor-user')
  await ada.api.policies.set(on)
  for (const it of [viewer, ada]) expect(await refusalOf(it.api.sessions.check())).toBe('unauthenticated')
  expect((await boss.api.sessions.check()).user).toBe(ada.me.id)
  expect((await rival.api.sessions.check()).user).toBe(rival.me.id)
  expect((await world.admin.api.sessions.check()).user).toBe(world.admin.me.id)
  expect(await world.person().api.federation.find({ email: 'viewer@acme.test' })).toEqual({
    offers: [{ connection, name: 'Acme ID' }],
    federatedOnly: true,
  })
  // The last way in stays until something else is there.
  const target = { organization: acme, connection }
  expect(await refusalOf(boss.api.federation.switch({ ...target, active: false }))).toBe('connection_needed')
  expect(await refusalOf(boss.api.federation.remove(target))).toBe('connection_needed')
  expect(await refusalOf(world.admin.api.federation.remove(target))).toBe('connection_needed')
})

test('CH9: in a Federated Only organization no path leads in by a password', async () => {
  const boss = await arrive('ada@acme.test')
  const [user = ''] = await settled(world, acme, [{ email: 'carl@acme.test', role }])
  const target = { organization: acme, user }
  const stranger = world.person()
  expect(await refusalOf(password('carl@acme.test'))).toBe('credentials_wrong')
  // Reset: asked for, sent by an administrator, looked at, completed.
  const asked = (await mailsTo('carl@acme.test')).length
  await stranger.api.passwords.requestReset({ email: 'carl@acme.test' })
  expect(await refusalOf(boss.api.passwords.sendReset(target))).toBe('user_federated')
  const token = await openReset(world.database, await identityOf('carl@acme.test'))
  expect(await refusalOf(stranger.api.passwords.showReset({ token }))).toBe('reset_unknown')
  const newPassword = 'slow-badger-beacon-48'
  expect(await refusalOf(stranger.api.passwords.completeReset({ token, password: newPassword }))).toBe('reset_unknown')
  expect((await mailsTo('carl@acme.test')).length).toBe(asked)
  // An initial password, an invitation, an account that waits to be confirmed.
  const person = { organization: acme, email: 'dora@acme.test', firstName: 'D', lastName: 'D', role }
  expect(await refusalOf(boss.api.users.create({ ...person, password: goodPassword }))).toBe('organization_federated')
  await boss.api.users.create(person)
  expect((await world.mailbox.next('dora@acme.test')).text).not.toMatch(/\/reset#|\/join#/)
  const { token: invitation } = await invited(world, acme, 'eva@acme.test', role)
  const accept = { token: invitation, firstName: 'E', lastName: 'E', password: goodPassword }
  expect(await stranger.api.invitations.open({ token: invitation })).toMatchObject({
    federatedOnly: true,
    offers: [{ connection, name: 'Acme ID' }],
  })
  expect(await refusalOf(stranger.api.invitations.accept(accept))).toBe('organization_federated')
  const joining = await openJoining(world.database, innerId(user))
  expect(await refusalOf(stranger.api.joinings.open({ token: joining }))).toBe('joining_unknown')
  expect(await refusalOf(stranger.api.joinings.confirm({ token: joining, password: goodPassword }))).toBe(
    'joining_unknown',
  )
  // The provider's word confirms it, and whoever was made without a password comes in.
  expect((await arrive('carl@acme.test')).me.id).toBe(user)
  const dora = await arrive('dora@acme.test')
  expect(dora.me.email).toBe('dora@acme.test')
  const change = { currentPassword: goodPassword, newPassword }
  expect(await refusalOf((await arrive('carl@acme.test')).api.profile.changePassword(change))).toBe('password_wrong')
  // Somebody with an account elsewhere is in there by password, and here by the provider alone.
  const rival = (await world.tenant('Rival Two')).id
  await world.database.query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
     select gen_random_uuid(), o.path, $1, 'carl@acme.test', 'Carl', 'C', 'carl', now() from organizations o where o.id = $2`,
    [await identityOf('carl@acme.test'), innerId(rival)],
  )
  const carl = world.person()
  const me = await carl.api.sessions.signIn({ email: 'carl@acme.test', password: goodPassword })
  expect(me.accounts.map((it) => it.organization.id)).toEqual([rival])
  expect(await refusalOf(carl.api.sessions.switchAccount({ user }))).toBe('account_unknown')
})

test('CH9: who comes to a Federated Only organization, alone or with their own, leaves the session of their password behind', async () => {
  const open = (await world.tenant('Open Ltd')).id
  const partner = await world.admin.api.organizations.create({ organization: open, name: 'Reseller' })
  const mover = await member(world, open, 'mover@open.test', role)
  const below = await member(world, partner.id, 'below@open.test', 'partner-user')
  await world.admin.api.users.move({ organization: open, user: mover.user, to: acme, role })
  await world.admin.api.organizations.move({ organization: partner.id, to: acme })
  for (const it of [mover, below]) expect(await refusalOf(it.api.sessions.check())).toBe('unauthenticated')
})

test('CH9: who signs in with a password while it is switched on is either out at once or not let in', async () => {
  await settled(
    world,
    acme,
    Array.from({ length: 6 }, (_, n) => ({ email: `racer${n}@acme.test`, role })),
  )
  const root = world.admin.api.policies
  await root.set({ organization: acme, policy, value: 'off' })
  const racers = Array.from({ length: 6 }, (_, n) => ({ person: world.person(), email: `racer${n}@acme.test` }))
  const [, ...all] = await Promise.allSettled([
    new Promise((done) => setTimeout(done, 60)).then(() => root.set({ organization: acme, policy, value: 'on' })),
    ...racers.map(({ person, email }) => person.api.sessions.signIn({ email, password: goodPassword })),
  ])
  expect(all).toHaveLength(6)
  for (const { person } of racers) expect(await refusalOf(person.api.sessions.check())).toBe('unauthenticated')
  // A blueprint cannot say it for everybody, and a lock above holds below.
  const text = (await world.admin.api.blueprint.show({ organization: world.admin.me.organization.id })).text
  const preset = `${text}\npolicies:\n  ${policy}:\n    value: "on"\n`
  const { faults } = await world.admin.api.blueprint.check({
    organization: world.admin.me.organization.id,
    text: /^policies:/m.test(text) ? text.replace(/^policies:/m, `policies:\n  ${policy}:\n    value: "on"`) : preset,
  })
  expect(JSON.stringify(faults)).toContain(policy)
  await root.reset({ organization: acme, policy })
  expect((await password('racer0@acme.test')).email).toBe('racer0@acme.test')
})
