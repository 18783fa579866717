/** A second factor that was set up on a provider's word counts where its connection leads, and nowhere else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SoftPasskey } from '../../../test/authenticator.ts'
import { eventually, member, signedIn, type Member } from '../../../test/builders.ts'
import { withApp, withPasskey } from '../../../test/factors.ts'
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

async function byPasskey(passkey: SoftPasskey) {
  const person = world.person()
  const { attempt, options } = await person.api.passkeys.begin()
  const me = await person.api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
  return Object.assign(person, { me })
}

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

test('FE: what was shown where it counts is not shown where it does not: whoever switches there is asked again', async () => {
  const email = 'sven@elsewhere.test'
  const { app } = await planted(email)
  const [here, there] = [await accountAt(ada, acme, email), await accountAt(mallory, evil, email)]
  const person = await signedIn(world, email)
  expect(person.me.organization.id).toBe(acme)
  // There it is asked for, and a second factor like any other.
  expect((await person.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
  await person.api.sessions.prove({ code: app.next() })
  expect(await stepOf(person)).toBeNull()
  await required(true)
  expect((await person.api.sessions.switchAccount({ user: here })).step).toBe('enrol_factor')
  // Nor is it a fresh proof here, or remembered: the password is.
  expect(await refusalOf(person.api.factors.beginPasskey())).toBe('proof_required')
  await person.api.sessions.prove({ password: goodPassword })
  const own = await withApp(world, person, 'Own')
  expect(await stepOf(person)).toBeNull()
  await required(false)
  // It says nothing there, where the other one was not shown; and goes on counting here.
  expect((await person.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
  expect(await refusalOf(person.api.sessions.prove({ code: own.next() }))).toBe('code_wrong')
  await person.api.sessions.prove({ code: app.next() })
  expect((await person.api.sessions.switchAccount({ user: here })).step).toBe('second_factor')
  expect(await refusalOf(person.api.sessions.prove({ code: app.next() }))).toBe('code_wrong')
  await person.api.sessions.prove({ code: own.next() })
  expect(await stepOf(person)).toBeNull()
  // Removed where it counts, it ends what is there alone; nothing is left there that one’s own would be beside.
  const left = await by(email, atEvil)
  await left.api.sessions.prove({ code: app.next() })
  const leaving = await signedIn(world, email)
  await leaving.api.sessions.prove({ code: own.next() })
  await leaving.api.sessions.switchAccount({ user: there })
  await leaving.api.sessions.prove({ code: app.next() })
  await leaving.api.factors.remove({ factor: app.factor })
  expect(await refusalOf(left.api.sessions.check())).toBe('unauthenticated')
  expect(await stepOf(person)).toBeNull()
  expect((await person.api.sessions.switchAccount({ user: there })).step).toBeNull()
  expect(await refusalOf(person.api.sessions.prove({ recoveryCode: app.codes[1] ?? '' }))).toBe('recovery_code_wrong')
})

test('FE: switching a connection off, or deleting it, takes no second factor away where it leads', async () => {
  const email = 'nora@elsewhere.test'
  await member(world, evil, email, 'viewer')
  const { id: connection } = await mallory.api.federation.create({
    organization: evil,
    issuer: provider.issuer,
    ...provider.client,
    name: 'Other',
  })
  await mallory.api.federation.switch({ organization: evil, connection, active: true })
  await linked(email, connection)
  const { next } = await withApp(world, await by(email, connection), 'Phone')
  await mallory.api.federation.switch({ organization: evil, connection, active: false })
  const person = await signedIn(world, email)
  expect(person.me.step).toBe('second_factor')
  await person.api.sessions.prove({ code: next() })
  expect(await stepOf(person)).toBeNull()
  await mallory.api.federation.remove({ organization: evil, connection })
  const last = await signedIn(world, email)
  expect(last.me.step).toBe('second_factor')
  await last.api.sessions.prove({ code: next() })
  expect((await last.api.factors.list()).items.map((it) => it.countsHere)).toEqual([true])
})

test('FE: whoever knows the password alone gets past no second factor by setting one up where none counts, nor rid of it', async () => {
  const email = 'wanda@elsewhere.test'
  const { app } = await planted(email)
  const there = await accountAt(mallory, evil, email)
  const intruder = await signedIn(world, email)
  const before = (await intruder.api.factors.list()).items[0]?.id ?? ''
  const away = async () => {
    expect(await refusalOf(intruder.api.factors.remove({ factor: before }))).toBe('factor_elsewhere')
    expect((await intruder.api.factors.list()).items.map((it) => it.id)).toContain(before)
  }
  await away()
  expect(await refusalOf(intruder.api.factors.turnOff())).toBe('factors_none')
  expect(await refusalOf(intruder.api.factors.makeRecoveryCodes())).toBe('factors_none')
  const theirs = await withPasskey(intruder, 'Theirs')
  await away()
  await intruder.api.factors.makeRecoveryCodes()
  // The passkey opens what is here, and asks like a password there.
  const by = await byPasskey(theirs.passkey)
  expect([by.me.organization.id, by.me.step]).toEqual([acme, null])
  expect((await by.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
  const { codes } = theirs
  expect(await refusalOf(by.api.sessions.prove({ recoveryCode: codes[0] ?? '' }))).toBe('recovery_code_wrong')
  expect(await refusalOf(by.api.sessions.prove({ passkey: theirs.passkey.show(await by.api.sessions.challenge()) }))).toBe(
    'passkey_refused',
  )
  expect(await refusalOf(by.api.sessions.prove({ password: goodPassword }))).toBe('proof_by_factor')
  await by.api.sessions.prove({ code: app.next() })
  expect(await stepOf(by)).toBeNull()
  // Where it counts there is none beside it unless it is shown.
  const half = await by.api.factors.list()
  expect(half.items.map((it) => [it.name, it.countsHere])).toEqual([
    ['Planted', true],
    ['Theirs', false],
  ])
  // All that counts here is theirs to turn off; what counts there stays.
  await intruder.api.factors.turnOff()
  expect((await intruder.api.factors.list()).items.map((it) => it.name)).toEqual(['Planted'])
  expect((await intruder.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
})

test('FE: on a provider’s word nobody replaces recovery codes of the person’s own, nor removes what goes further; own ones replace all', async () => {
  const email = 'rita@elsewhere.test'
  await member(world, evil, email, 'viewer')
  await linked(email, atEvil)
  const planted = await withApp(world, await by(email, atEvil), 'Planted')
  const person = traveller(world)
  await person.api.sessions.signIn({ email, password: goodPassword })
  await person.api.sessions.prove({ code: planted.next() })
  const { factor } = await withPasskey(person, 'Own')
  const own = (await person.api.factors.makeRecoveryCodes()).recoveryCodes ?? []
  const wrong = (code = '') => refusalOf(person.api.sessions.prove({ recoveryCode: code }))
  expect(await wrong(planted.codes[0])).toBe('recovery_code_wrong')
  const thief = await by(email, atEvil)
  await thief.api.sessions.prove({ code: planted.next() })
  const made = (await thief.api.factors.makeRecoveryCodes()).recoveryCodes ?? []
  expect((await person.api.factors.list()).recoveryCodesLeft).toBe(20)
  expect(await refusalOf(thief.api.factors.remove({ factor }))).toBe('factor_elsewhere')
  expect(await refusalOf(thief.api.factors.turnOff())).toBe('factor_elsewhere')
  // Nor with the password: what was planted is asked for there, and goes no further.
  const half = traveller(world)
  await half.api.sessions.signIn({ email, password: goodPassword })
  await half.api.sessions.prove({ recoveryCode: made[0] ?? '' })
  expect(await refusalOf(half.api.factors.remove({ factor }))).toBe('factor_elsewhere')
  expect((await withPasskey(half, 'More').then(() => half.api.factors.list())).items.at(-1)).toMatchObject({
    name: 'More',
    byProvider: true,
  })
  const accept = { token: await invitedTo(email), firstName: 'Rita', lastName: 'Eo', password: goodPassword }
  const here = traveller(world)
  expect((await here.api.invitations.accept(accept)).step).toBe('second_factor')
  expect(await refusalOf(here.api.sessions.prove({ recoveryCode: made[1] ?? '' }))).toBe('recovery_code_wrong')
  await here.api.sessions.prove({ recoveryCode: own[0] ?? '' })
  expect((await here.api.factors.list()).recoveryCodesLeft).toBe(9)
  // With what goes everywhere all of it is theirs to remove: nothing is left anywhere.
  await here.api.factors.turnOff()
  expect((await here.api.factors.list()).items).toEqual([])
  expect((await signedIn(world, email)).me.step).toBeNull()
})

test('FE: ten that were planted keep nobody from adding one of their own elsewhere', async () => {
  const email = 'zoe@elsewhere.test'
  await member(world, evil, email, 'viewer')
  await linked(email, atEvil)
  const thief = await by(email, atEvil)
  for (let n = 0; n < 10; n += 1) await withPasskey(thief, `Planted ${n}`)
  expect(await refusalOf(thief.api.factors.beginPasskey())).toBe('factors_full')
  const accept = { token: await invitedTo(email), firstName: 'Zoe', lastName: 'Eo', password: goodPassword }
  const person = traveller(world)
  expect((await person.api.invitations.accept(accept)).step).toBeNull()
  for (let n = 0; n < 10; n += 1) await withPasskey(person, `Own ${n}`)
  expect((await person.api.factors.list()).items.filter((it) => it.countsHere)).toHaveLength(10)
  expect(await refusalOf(person.api.factors.beginPasskey())).toBe('factors_full')
})

test('FE: a browser is remembered by the factor that was shown, where that counts', async () => {
  const email = 'rolf@elsewhere.test'
  const { app, person } = await planted(email)
  await withApp(world, person, 'Own')
  const policy = 'mfa.remember_days'
  for (const organization of [acme, evil]) await world.admin.api.policies.set({ organization, policy, value: 30 })
  const there = await accountAt(mallory, evil, email)
  await person.api.sessions.switchAccount({ user: there })
  await person.api.sessions.prove({ code: app.next() })
  await person.api.devices.remember()
  const again = traveller(world, person.cookies)
  const me = await again.api.sessions.signIn({ email, password: goodPassword })
  expect([me.organization.id, me.step]).toEqual([acme, 'second_factor'])
  await world.database.query(
    `update users set status = 'inactive', deactivated_at = now() where email = $1 and org_path = (select path from organizations where id = $2)`,
    [email, innerId(acme)],
  )
  const remembered = await again.api.sessions.signIn({ email, password: goodPassword })
  expect([remembered.organization.id, remembered.step]).toEqual([evil, null])
  for (const organization of [acme, evil]) await world.admin.api.policies.reset({ organization, policy })
})

test('FE BO28: a factor that is set up on a provider’s word is asked for in no session beyond it; administrators see what counts with them', async () => {
  const email = 'otto@elsewhere.test'
  await member(world, evil, email, 'viewer')
  await linked(email, atEvil)
  const accept = { token: await invitedTo(email), firstName: 'Otto', lastName: 'Eo', password: goodPassword }
  await required(true)
  await required(true, evil)
  const person = traveller(world)
  expect((await person.api.invitations.accept(accept)).step).toBe('enrol_factor')
  const thief = await by(email, atEvil)
  expect(thief.me.step).toBe('enrol_factor')
  await withApp(world, thief, 'Planted')
  expect(await stepOf(person)).toBe('enrol_factor')
  const seen = async ({ api }: Member, organization: string) => {
    const { enrolled } = await api.factors.showOf({ organization, user: await accountAt({ api } as Member, organization, email) })
    const { checks } = await api.diagnosis.signIn({ organization, email })
    return [enrolled, checks.find((it) => it.key === 'mfa')?.reason]
  }
  expect(await seen(mallory, evil)).toEqual([true, 'mfa_enrolled'])
  expect(await seen(ada, acme)).toEqual([false, 'mfa_to_enrol'])
  await withApp(world, person, 'Own')
  expect(await seen(ada, acme)).toEqual([true, 'mfa_enrolled'])
  // It is needed there, whatever is had elsewhere.
  const [, own] = (await person.api.factors.list()).items
  expect(await refusalOf(person.api.factors.remove({ factor: own?.id ?? '' }))).toBe('factor_needed')
  await required(false)
  await required(false, evil)
})

test('FE BO28: whoever has no password and set a second factor up at one provider sets another one up where another is taken alone', async () => {
  const email = 'pia@elsewhere.test'
  await member(world, evil, email, 'viewer')
  await linked(email, atEvil)
  await world.database.query('update identities set password_hash = null where email = $1', [email])
  const there = await by(email, atEvil)
  const remembers = { organization: evil, policy: 'mfa.remember_days' } as const
  await world.admin.api.policies.set({ ...remembers, value: 30 })
  const first = await withApp(world, there, 'There')
  await there.api.devices.remember()
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
  // What is remembered there stays so.
  is(email)
  expect((await signInThrough(traveller(world, there.cookies), atEvil)).step).toBeNull()
  await world.admin.api.policies.reset(remembers)
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
