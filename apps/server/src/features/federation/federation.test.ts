/** Signing in through a real provider: who gets in, as whom, and who does not. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { goodPassword, createWorld, refusalOf, type World } from '../../../test/world.ts'
import { member, settled, signedIn, type Member } from '../../../test/builders.ts'
import { signInThrough, through, traveller, type Traveller } from '../../../test/federated.ts'
import { startNames, type Names } from '../../../test/names.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { textRecordsOf } from '../../platform/egress/records.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let provider: RealProvider
let names: Names
let acme: string
let ada: Member
let connection: string
beforeAll(async () => {
  ;[provider, names] = await Promise.all([startProvider(), startNames()])
  world = await createWorld({ privateHosts: [provider.host], records: textRecordsOf([names.address]) })
  acme = (await world.tenant('Acme GmbH')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  connection = await connected(ada, acme)
  await verify(ada, acme, 'acme.test')
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
  await names.stop()
})
beforeEach(() => void (provider.visitor = { sub: 'nobody' }))

const settings = { name: 'Acme ID', newcomers: false }
async function connected(by: Member, organization: string, more: object = {}): Promise<string> {
  const { issuer, client } = provider
  const made = await by.api.federation.create({ organization, issuer, ...client, ...settings, ...more })
  await by.api.federation.switch({ organization, connection: made.id, active: true })
  return made.id
}
async function verify(by: Member, organization: string, name: string): Promise<void> {
  const { id, record } = await by.api.federation.addDomain({ organization, name })
  names.records.set(record.name, ['something else', record.value])
  await by.api.federation.checkDomain({ organization, domain: id })
}
const visitor = (sub: string, email: string, more: object = {}) =>
  void (provider.visitor = { sub, email, email_verified: true, given_name: 'Vera', family_name: 'Visitor', ...more })
const arrive = (who: Traveller = traveller(world), through_ = connection) => signInThrough(who, through_)
const methodsOf = (user: string) =>
  world.database.query<{ methods: string[] }>('select methods from sessions where user_id = $1', [innerId(user)])

test('somebody whose address the provider vouches for is signed in as themselves, and linked for ever after', async () => {
  const [user = ''] = await settled(world, acme, [{ email: 'bea@acme.test' }])
  visitor('bea-1', 'Bea@acme.test')
  const bea = traveller(world)
  expect((await arrive(bea)).id).toBe(user)
  expect(await methodsOf(user)).toEqual([{ methods: ['federated'] }])
  expect((await bea.api.sessions.check()).user).toBe(user)
  const { items } = await bea.api.federation.links({})
  expect(items).toMatchObject([{ name: 'Acme ID', issuer: provider.issuer, email: 'bea@acme.test' }])
  // The address changes there, and is not even vouched for: the subject is who they are.
  visitor('bea-1', 'married@elsewhere.test', { email_verified: false })
  expect((await arrive()).id).toBe(user)
  expect((await bea.api.federation.links({})).items).toMatchObject([{ email: 'married@elsewhere.test' }])
  expect((await ada.api.federation.show({ organization: acme, connection })).links).toBe(1)
})

test('an address alone links nobody: unverified, of a domain not shown, or of somebody at home elsewhere', async () => {
  await settled(world, acme, [{ email: 'carl@acme.test' }, { email: 'carl@unshown.test' }])
  visitor('carl-1', 'carl@acme.test', { email_verified: false })
  expect(await refusalOf(arrive())).toBe('link_missing')
  visitor('carl-1', 'carl@acme.test', { email_verified: 'true' })
  expect(await refusalOf(arrive())).toBe('link_missing')
  visitor('carl-1', 'carl@unshown.test')
  expect(await refusalOf(arrive())).toBe('link_missing')
  const rival = (await world.tenant('Rival')).id
  await settled(world, rival, [{ email: 'both@acme.test' }])
  visitor('both-1', 'both@acme.test')
  expect(await refusalOf(arrive())).toBe('link_missing')
  // Nobody there answers the same.
  visitor('none-1', 'none@acme.test')
  expect(await refusalOf(arrive())).toBe('link_missing')
})

test('of somebody at home elsewhere, also alone or unconfirmed there, no address makes them known, whoever set the connection up', async () => {
  const places = await Promise.all(['Elsewhere', 'Home', 'Beyond'].map((name) => world.tenant(name)))
  const [rival, own, third] = places.map((it) => it.id) as [string, string, string]
  const top = await connected(world.admin, own, { name: 'Home ID', newcomers: true, defaultRole: 'viewer' })
  await verify(world.admin, own, 'home.test')
  await settled(world, rival, [{ email: 'both@home.test' }, { email: 'gone@home.test' }])
  visitor('both-2', 'both@home.test')
  expect(await refusalOf(arrive(traveller(world), top))).toBe('link_missing')
  expect((await world.admin.api.users.list({ organization: own, search: 'both' })).items).toEqual([])
  // All that somebody has left is an account that they never said is theirs.
  await world.admin.api.policies.set({ organization: third, policy: 'onboarding.modes', value: ['link', 'direct'] })
  const names = { firstName: 'Vera', lastName: 'Visitor' }
  const email = 'gone@home.test'
  await world.admin.api.users.create({ organization: third, email, ...names, role: 'viewer' })
  const [there] = (await world.admin.api.users.list({ organization: rival, search: email })).items
  await world.admin.api.users.remove({ organization: rival, user: there?.id ?? '' })
  visitor('gone-1', email)
  expect(await refusalOf(arrive(traveller(world), top))).toBe('link_missing')
})

test('another subject with the same address is not the person who is linked', async () => {
  const [user = ''] = await settled(world, acme, [{ email: 'dora@acme.test' }])
  visitor('dora-1', 'dora@acme.test')
  expect((await arrive()).id).toBe(user)
  visitor('dora-2', 'dora@acme.test')
  expect(await refusalOf(arrive())).toBe('link_missing')
})

test('nobody is known by address alone who outranks whoever set the connection up', async () => {
  const low = await member(world, acme, 'low@acme.test', 'admin')
  await settled(world, acme, [{ email: 'high@acme.test', role: 'admin' }])
  visitor('high-1', 'high@acme.test')
  const users = world.database.query
  await settled(world, acme, [{ email: 'viewer@acme.test', role: 'viewer' }])
  await users(`update connections set set_by = (select id from users where email = 'viewer@acme.test')`)
  expect(await refusalOf(arrive())).toBe('link_missing')
  const update = { organization: acme, connection, name: 'Acme ID' }
  expect((await low.api.federation.update(update)).setBy.name).toContain('low')
  expect((await arrive()).email).toBe('high@acme.test')
})

test('people in several organizations link by proof on both sides, in the middle of a session, and freshly proved', async () => {
  const rival = (await world.tenant('Rival Two')).id
  await settled(world, rival, [{ email: 'erik@acme.test' }])
  const [found] = await world.database.query<{ identity: string }>(
    `select identity_id as identity from users where email = 'erik@acme.test'`,
  )
  const identity = found?.identity ?? ''
  await world.database.query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
     select gen_random_uuid(), o.path, $1, 'erik@acme.test', 'Erik', 'E', 'erik', now() from organizations o where o.id = $2`,
    [identity, innerId(acme)],
  )
  visitor('erik-1', 'erik@acme.test')
  expect(await refusalOf(arrive())).toBe('link_missing')
  const erik = traveller(world)
  await erik.api.sessions.signIn({ email: 'erik@acme.test', password: goodPassword })
  expect((await erik.api.federation.links({})).offers).toEqual([{ connection, name: 'Acme ID' }])
  await world.database.query('update sessions set proved_at = null where identity_id = $1', [identity])
  expect(await refusalOf(erik.api.federation.beginLink({ connection }))).toBe('proof_required')
  await erik.api.sessions.prove({ password: goodPassword })
  const back = await through((await erik.api.federation.beginLink({ connection })).url)
  // Begun by a session: nobody signs in with it, and no other session ends it.
  const other = traveller(world, new Map(erik.cookies))
  expect(await refusalOf(other.api.federation.finish(back))).toBe('sign_in_expired')
  expect(await erik.api.federation.finishOwn(back)).toEqual({ done: 'linked' })
  const told = await world.mailbox.next('erik@acme.test')
  expect(told.text).toContain('Your sign-in at “Acme ID” (erik@acme.test) was linked to your account')
  expect(await refusalOf(erik.api.federation.finishOwn(back))).toBe('sign_in_expired')
  // In Acme, and nowhere else: that is what its connection says who they are for.
  const inside = traveller(world)
  const me = await arrive(inside)
  expect(me.organization.id).toBe(acme)
  expect(me.accounts.map((it) => it.organization.id)).toEqual([acme])
  const elsewhere = (await erik.api.profile.show()).accounts.find((it) => it.organization.id === rival)
  expect(await refusalOf(inside.api.sessions.switchAccount({ user: elsewhere?.user ?? '' }))).toBe('account_unknown')
  // Nor does the provider's word change what opens their other accounts, however fresh it is.
  const change = { email: 'mallory@acme.test' }
  expect(await refusalOf(inside.api.addresses.changeOwn(change))).toBe('proof_required')
  expect(await refusalOf(inside.api.factors.beginApp({ name: 'Phone' }))).toBe('proof_required')
  await inside.api.sessions.prove({ password: goodPassword })
  await inside.api.factors.beginApp({ name: 'Phone' })
  // Somebody else's subject stays theirs.
  const fay = await member(world, acme, 'fay@acme.test', 'viewer')
  const kept = new Map([fay.cookie.split('=') as [string, string]])
  const other2 = traveller(world, kept)
  const stolen = await through((await other2.api.federation.beginLink({ connection })).url)
  expect(await refusalOf(other2.api.federation.finishOwn(stolen))).toBe('link_taken')
})

test('a linked sign-in proves anew who is there, and is unlinked unless it is the only way in', async () => {
  const [user = ''] = await settled(world, acme, [{ email: 'gina@acme.test' }])
  visitor('gina-1', 'gina@acme.test')
  const gina = traveller(world)
  await arrive(gina)
  const [link] = (await gina.api.federation.links({})).items
  await world.database.query('update sessions set proved_at = null where user_id = $1', [innerId(user)])
  expect(await refusalOf(gina.api.federation.unlink({ link: link?.id ?? '' }))).toBe('proof_required')
  visitor('somebody-else', 'gina@acme.test')
  const wrong = await through((await gina.api.federation.beginProof({ connection })).url)
  expect(await refusalOf(gina.api.federation.finishOwn(wrong))).toBe('subject_differs')
  visitor('gina-1', 'gina@acme.test')
  const right = await through((await gina.api.federation.beginProof({ connection })).url)
  expect(await gina.api.federation.finishOwn(right)).toEqual({ done: 'proved' })
  await world.database.query(`update identities set password_hash = null where email = 'gina@acme.test'`)
  expect(await refusalOf(gina.api.federation.unlink({ link: link?.id ?? '' }))).toBe('link_needed')
  await world.database.query(`update identities set password_hash = 'x' where email = 'gina@acme.test'`)
  await gina.api.federation.unlink({ link: link?.id ?? '' })
  expect((await world.mailbox.next('gina@acme.test')).text).toContain(
    'Your sign-in at “Acme ID” (gina@acme.test) was linked',
  )
  expect((await world.mailbox.next('gina@acme.test', 2)).text).toContain('Your sign-in at “Acme ID” was unlinked')
  expect((await gina.api.federation.links({})).items).toEqual([])
  expect(await refusalOf(gina.api.federation.unlink({ link: link?.id ?? '' }))).toBe('link_unknown')
})

test('newcomers of a shown domain get an account with the role that their groups are given, within the rank of who set it', async () => {
  const roleMap = [
    { value: 'staff', role: 'employee' },
    { value: 'boss', role: 'admin' },
  ]
  const target = { organization: acme, connection }
  const employee = await member(world, acme, 'emp@acme.test', 'employee')
  expect(await refusalOf(employee.api.federation.update({ ...target, roleMap }))).toBe('permission_missing')
  expect(await refusalOf(ada.api.federation.update({ ...target, defaultRole: 'platform-admin' }))).toMatch(/^role_/)
  await ada.api.federation.update({ ...target, newcomers: true, roleClaim: 'groups', roleMap, defaultRole: 'viewer' })
  visitor('new-1', 'new1@acme.test', { groups: ['others', 'staff'] })
  const first = await arrive()
  expect(first).toMatchObject({ firstName: 'Vera', email: 'new1@acme.test', organization: { id: acme } })
  expect(first.grants[0]?.role.key).toBe('employee')
  visitor('new-2', 'new2@acme.test', { groups: 'unknown' })
  expect((await arrive()).grants[0]?.role.key).toBe('viewer')
  await ada.api.federation.update({ ...target, defaultRole: null })
  visitor('new-3', 'new3@acme.test')
  expect(await refusalOf(arrive())).toBe('account_unavailable')
  visitor('new-4', 'new4@unshown.test', { groups: ['staff'] })
  expect(await refusalOf(arrive())).toBe('link_missing')
  // Asked again of whoever set it, as they are now.
  visitor('new-5', 'new5@acme.test', { groups: ['boss'] })
  const hero = await member(world, acme, 'hero@acme.test', 'admin')
  await hero.api.federation.update({ ...target, name: 'Acme ID' })
  await ada.api.users.changeRole({ organization: acme, user: hero.me.id, role: 'viewer' })
  expect(await refusalOf(arrive())).toBe('account_unavailable')
  await ada.api.federation.update({ ...target, name: 'Acme ID' })
  expect((await arrive()).grants[0]?.role.key).toBe('admin')
  await ada.api.federation.update({ ...target, newcomers: false })
})

test('a deactivated user, a suspended organization, a connection that is off: no way in, and nobody stays in', async () => {
  const [user = ''] = await settled(world, acme, [{ email: 'ines@acme.test' }])
  visitor('ines-1', 'ines@acme.test')
  const ines = traveller(world)
  await arrive(ines)
  const target = { organization: acme, connection }
  await ada.api.users.deactivate({ organization: acme, user })
  expect(await refusalOf(ines.api.sessions.check())).toBe('unauthenticated')
  await ada.api.federation.update({ ...target, newcomers: true, defaultRole: 'viewer' })
  expect(await refusalOf(arrive())).toBe('account_unavailable') // nor are they made anew
  await ada.api.federation.update({ ...target, newcomers: false })
  await ada.api.users.reactivate({ organization: acme, user })
  await arrive(ines)

  const away = await through((await ines.api.federation.begin({ connection })).url)
  await ada.api.federation.switch({ ...target, active: false })
  expect(await refusalOf(ines.api.sessions.check())).toBe('unauthenticated')
  expect(await refusalOf(ines.api.federation.finish(away))).toBe('sign_in_expired')
  expect(await refusalOf(ines.api.federation.begin({ connection }))).toBe('connection_unknown')
  expect((await ines.api.federation.find({ email: 'ines@acme.test' })).offers).toEqual([])
  await ada.api.federation.switch({ ...target, active: true })

  const back = await through((await ines.api.federation.begin({ connection })).url)
  await world.admin.api.organizations.suspend({ organization: acme, reason: 'unpaid' })
  expect(await refusalOf(ines.api.federation.finish(back))).toMatch(/^(account_unavailable|sign_in_expired)$/)
  expect(await refusalOf(ines.api.federation.begin({ connection }))).toBe('connection_unknown')
  await world.admin.api.organizations.resume({ organization: acme })
  ada = await signedIn(world, 'ada@acme.test')
  expect((await arrive(ines)).id).toBe(user)
  // A session through a connection is good for its organization alone, wherever its account goes.
  const rival = (await world.tenant('Rival Three')).id
  await world.admin.api.users.move({ organization: acme, user, to: rival, role: 'viewer' })
  expect(await refusalOf(ines.api.sessions.check())).toBe('unauthenticated')
  expect(await refusalOf(arrive())).toBe('account_unavailable')
})

test('a state works once, in the browser that began it, and for ten minutes', async () => {
  await settled(world, acme, [{ email: 'jane@acme.test' }])
  visitor('jane-1', 'jane@acme.test')
  const jane = traveller(world)
  const back = await through((await jane.api.federation.begin({ connection })).url)
  expect(await refusalOf(traveller(world).api.federation.finish(back))).toBe('sign_in_expired')
  const [, other] = [traveller(world), traveller(world)]
  await other.api.federation.begin({ connection })
  expect(await refusalOf(other.api.federation.finish(back))).toBe('sign_in_expired')
  const all = await Promise.all(
    Array.from({ length: 8 }, () =>
      jane.api.federation.finish(back).then(
        () => 'in',
        (error: { code: string }) => error.code,
      ),
    ),
  )
  expect(all.filter((it) => it === 'in')).toHaveLength(1)
  expect(all.filter((it) => it === 'sign_in_expired')).toHaveLength(7)
  const again = await through((await jane.api.federation.begin({ connection })).url)
  // A code of another sign-in under one's own state: bound by PKCE and nonce.
  const mallory = traveller(world)
  const theirs = await through((await mallory.api.federation.begin({ connection })).url)
  expect(await refusalOf(jane.api.federation.finish({ ...again, code: theirs.code ?? '' }))).toBe('provider_failed')
  const late = await through((await jane.api.federation.begin({ connection })).url)
  world.advance(10 * 60_000 + 1)
  expect(await refusalOf(jane.api.federation.finish(late))).toBe('sign_in_expired')
})

test('a connection’s secret is sealed, shown to nobody, and nobody below manages it', async () => {
  const rows = await world.database.query<{ it: string }>('select c::text as it from connections c')
  expect(rows.some(({ it }) => it.includes(provider.client.clientSecret))).toBe(false)
  expect(rows.some(({ it }) => it.includes(Buffer.from(provider.client.clientSecret).toString('hex')))).toBe(false)
  const shown = JSON.stringify(await ada.api.federation.list({ organization: acme }))
  expect(shown).not.toContain(provider.client.clientSecret)
  const events = await world.database.query<{ it: string }>(
    `select e::text as it from events e where type like 'connection.%'`,
  )
  expect(JSON.stringify(events)).not.toContain(provider.client.clientSecret)
  expect((await ada.api.federation.list({ organization: acme })).redirectUri).toBe(
    `http://localhost:3000/sign-in/callback/${acme}`,
  )
  const viewer = await member(world, acme, 'looker@acme.test', 'viewer')
  expect(await refusalOf(viewer.api.federation.remove({ organization: acme, connection }))).toBe('permission_missing')
  for (const issuer of ['http://id.example.com', 'https://[1', 'https://id.example.com:99999'])
    expect(
      await refusalOf(ada.api.federation.create({ organization: acme, ...provider.client, ...settings, issuer })),
      issuer,
    ).toBe('issuer_insecure')
  const { checks } = await ada.api.federation.test({ organization: acme, connection })
  expect(checks.map((it) => it.fault)).toEqual(checks.map(() => null))
  expect(checks.map((it) => it.check)).toContain('client')
  await ada.api.federation.update({ organization: acme, connection, clientSecret: 'another-one-altogether' })
  const wrong = await ada.api.federation.test({ organization: acme, connection })
  expect(wrong.checks.at(-1)).toEqual({ check: 'client', fault: 'client_refused' })
})
