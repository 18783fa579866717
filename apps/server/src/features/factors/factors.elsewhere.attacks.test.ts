/** A second factor that was set up on a provider's word counts where its connection leads, and nowhere else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, signedIn, type Member } from '../../../test/builders.ts'
import { withApp } from '../../../test/factors.ts'
import { signInThrough, through, traveller, type Traveller } from '../../../test/federated.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let provider: RealProvider
let acme: string
let evil: string
let ada: Member
let mallory: Member
let atAcme: string
let atEvil: string
beforeAll(async () => {
  provider = await startProvider()
  world = await createWorld({ privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  evil = (await world.tenant('Evil Ltd')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  mallory = await member(world, evil, 'mallory@evil.test', 'admin')
  atAcme = await connected(ada, acme)
  atEvil = await connected(mallory, evil)
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
async function connected({ api }: Pick<Member, 'api'>, organization: string): Promise<string> {
  const { issuer, client } = provider
  const { id: connection } = await api.federation.create({ organization, issuer, ...client, name: 'ID' })
  await api.federation.switch({ organization, connection, active: true })
  return connection
}
const is = (email: string) => {
  provider.visitor = { sub: email, email, email_verified: true }
}
/** Links the provider to whoever is signed in here with their password. */
async function linked(email: string, connection: string): Promise<Traveller> {
  const own = traveller(world)
  await own.api.sessions.signIn({ email, password: goodPassword })
  is(email)
  await own.api.federation.finishOwn(await through((await own.api.federation.beginLink({ connection })).url))
  return own
}
async function by(email: string, connection: string) {
  is(email)
  const person = traveller(world)
  return Object.assign(person, { me: await signInThrough(person, connection) })
}
async function invitedTo(email: string): Promise<string> {
  await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
  const mails = () => world.mailbox.received.filter((it) => it.to === email && it.text.includes('/accept#'))
  const [mail] = await eventually(
    () => Promise.resolve(mails()),
    (it) => it.length > 0,
  )
  return mail?.token ?? ''
}
/** Somebody of Evil Ltd, for whom its provider plants a second factor; then they come to Acme, too, with their password. */
async function planted(email: string) {
  await member(world, evil, email, 'viewer')
  await linked(email, atEvil)
  const thief = await by(email, atEvil)
  const app = await withApp(world, thief, 'Planted')
  const accept = { token: await invitedTo(email), firstName: 'Vera', lastName: 'Eo', password: goodPassword }
  const person = traveller(world)
  const me = await person.api.invitations.accept(accept)
  return { app, thief, person, me }
}
const stepOf = async ({ api }: Pick<Traveller, 'api'>) => (await api.sessions.check()).step
/** The person's account there. */
async function accountAt({ api }: Member, organization: string, email: string): Promise<string> {
  const [there] = (await api.users.list({ organization, search: email })).items
  return there?.id ?? ''
}
const required = (on: boolean, organization = acme) =>
  on
    ? world.admin.api.policies.set({ organization, policy: 'mfa.required', value: { mode: 'all', roles: [] } })
    : world.admin.api.policies.reset({ organization, policy: 'mfa.required' })

test('FE BO28: whoever has no password and set a second factor up at one provider sets another one up where another is taken alone', async () => {
  const email = 'pia@elsewhere.test'
  await member(world, evil, email, 'viewer')
  await linked(email, atEvil)
  await world.database.query('update identities set password_hash = null where email = $1', [email])
  const there = await by(email, atEvil)
  const first = await withApp(world, there, 'There')
  const { url } = await there.api.federation.beginLink({ connection: atAcme, token: await invitedTo(email) })
  await there.api.federation.finishOwn(await through(url))
  for (const [who, organization, connection] of [
    [ada, acme, atAcme],
    [mallory, evil, atEvil],
  ] as const) {
    await linked(who.me.email, connection)
    await by(who.me.email, connection)
    await world.admin.api.policies.set({ organization, policy: 'signin.federated_only', value: 'on' })
    await required(true, organization)
  }
  const here = await by(email, atAcme)
  expect([here.me.organization.id, here.me.step]).toEqual([acme, 'enrol_factor'])
  expect(await refusalOf(here.api.sessions.prove({ code: first.next() }))).toBe('code_wrong')
  const second = await withApp(world, here, 'Here')
  expect(second.codes).toHaveLength(10)
  expect(await stepOf(here)).toBeNull()
  // Each is asked for where its connection leads, and taken there alone.
  for (const [connection, right, wrong] of [
    [atAcme, second, first],
    [atEvil, first, second],
  ] as const) {
    const again = await by(email, connection)
    expect(await stepOf(again)).toBe('second_factor')
    expect(await refusalOf(again.api.sessions.prove({ code: wrong.next() }))).toBe('code_wrong')
    expect(await refusalOf(again.api.sessions.prove({ recoveryCode: wrong.codes[0] ?? '' }))).toBe(
      'recovery_code_wrong',
    )
    await again.api.sessions.prove({ code: right.next() })
    expect(await stepOf(again)).toBeNull()
    await again.api.sessions.prove({ recoveryCode: right.codes[1] ?? '' })
    expect((await again.api.factors.list()).items.map((it) => it.countsHere)).toEqual([right === first, right === second])
  }
  for (const organization of [acme, evil]) {
    await world.admin.api.policies.reset({ organization, policy: 'signin.federated_only' })
    await required(false, organization)
  }
})

test('FE: a factor that a provider planted is asked for nowhere else: its person comes in with their password, and sets their own up', async () => {
  const email = 'vera@elsewhere.test'
  const { app, person, me } = await planted(email)
  expect([me.organization.id, me.step]).toEqual([acme, null])
  // Whoever runs that provider may have been there last: the password leads past that door.
  await by(email, atEvil)
  await world.database.query(
    `update user_activity set last_sign_in_at = now() + interval '1 day' where org_path = (select path from organizations where id = $1)`,
    [innerId(evil)],
  )
  const again = await signedIn(world, email)
  expect([again.me.organization.id, again.me.step]).toEqual([acme, null])
  await required(true)
  const asked = await signedIn(world, email)
  expect([asked.me.organization.id, asked.me.step]).toEqual([acme, 'enrol_factor'])
  expect(await refusalOf(asked.api.sessions.prove({ code: app.next() }))).toBe('code_wrong')
  await withApp(world, asked, 'Own')
  expect(await stepOf(asked)).toBeNull()
  await required(false)
  expect((await asked.api.factors.list()).items.map((it) => [it.name, it.byProvider, it.countsHere])).toEqual([
    ['Planted', true, false],
    ['Own', false, true],
  ])
  expect(await stepOf(person)).toBeNull()
})
