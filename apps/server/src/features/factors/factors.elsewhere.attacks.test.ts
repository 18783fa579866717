/** A second factor that was set up on a provider's word counts where its connection leads, and nowhere else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, signedIn } from '../../../test/builders.ts'
import { withApp, withPasskey } from '../../../test/factors.ts'
import { connected, through } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { goodPassword, refusalOf } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

test('FE: a factor that a provider planted is asked for nowhere else: its person comes in with their password, and sets their own up', async () => {
  const { world, acme, evil, atEvil, by, planted, stepOf, required } = it
  const email = 'vera@elsewhere.test'
  const { app, person } = await planted(email)
  expect([person.me.organization.id, person.me.step]).toEqual([acme, null])
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
  expect((await asked.api.factors.list()).items.map((one) => [one.name, one.byProvider, one.countsHere])).toEqual([
    ['Planted', true, false],
    ['Own', false, true],
  ])
  expect(await stepOf(person)).toBeNull()
})

test('FE: what was shown where it counts is not shown where it does not: whoever switches there is asked again', async () => {
  const { world, acme, evil, ada, mallory, atEvil, by, planted, stepOf, accountAt, required } = it
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
  const { world, provider, evil, mallory, linked, by, stepOf } = it
  const email = 'nora@elsewhere.test'
  await member(world, evil, email, 'viewer')
  const connection = await connected(mallory, evil, provider)
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
  expect((await last.api.factors.list()).items.map((one) => one.countsHere)).toEqual([true])
})

test('FE: whoever knows the password alone gets past no second factor by setting one up where none counts, nor rid of it', async () => {
  const { world, acme, evil, mallory, planted, byPasskey, stepOf, accountAt } = it
  const email = 'wanda@elsewhere.test'
  const { app } = await planted(email)
  const there = await accountAt(mallory, evil, email)
  const intruder = await signedIn(world, email)
  const before = (await intruder.api.factors.list()).items[0]?.id ?? ''
  const away = async () => {
    expect(await refusalOf(intruder.api.factors.remove({ factor: before }))).toBe('factor_elsewhere')
    expect((await intruder.api.factors.list()).items.map((one) => one.id)).toContain(before)
  }
  await away()
  expect(await refusalOf(intruder.api.factors.turnOff())).toBe('factors_none')
  expect(await refusalOf(intruder.api.factors.makeRecoveryCodes())).toBe('factors_none')
  const theirs = await withPasskey(intruder, 'Theirs')
  await withPasskey(intruder, 'Added with it')
  await away()
  const codes = [...theirs.codes, ...((await intruder.api.factors.makeRecoveryCodes()).recoveryCodes ?? [])]
  // The passkey opens what is here, and asks like a password there.
  const entered = await byPasskey(theirs.passkey)
  expect([entered.me.organization.id, entered.me.step]).toEqual([acme, null])
  expect((await entered.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
  for (const recoveryCode of [codes[0] ?? '', codes[10] ?? ''])
    expect(await refusalOf(entered.api.sessions.prove({ recoveryCode }))).toBe('recovery_code_wrong')
  expect(
    await refusalOf(
      entered.api.sessions.prove({ passkey: theirs.passkey.show(await entered.api.sessions.challenge()) }),
    ),
  ).toBe('passkey_refused')
  expect(await refusalOf(entered.api.sessions.prove({ password: goodPassword }))).toBe('proof_by_factor')
  await entered.api.sessions.prove({ code: app.next() })
  expect(await stepOf(entered)).toBeNull()
  // Where it counts there is none beside it unless it is shown.
  const half = await entered.api.factors.list()
  expect(half.items.map((one) => [one.name, one.countsHere])).toEqual([
    ['Planted', true],
    ['Theirs', false],
    ['Added with it', false],
  ])
  // Nor does it once that one gave way to another of its kind.
  const { factor: newer } = await withPasskey(entered, 'Newer')
  await entered.api.factors.remove({ factor: before })
  expect((await entered.api.factors.list()).items.map((one) => [one.name, one.byProvider, one.countsHere])).toEqual([
    ['Theirs', false, false],
    ['Added with it', false, false],
    ['Newer', true, true],
  ])
  expect(await refusalOf(intruder.api.factors.remove({ factor: newer }))).toBe('factor_elsewhere')
  // All that counts here is theirs to turn off; what counts there stays.
  await intruder.api.factors.turnOff()
  expect((await intruder.api.factors.list()).items.map((one) => one.name)).toEqual(['Newer'])
  expect((await intruder.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
})

test('FE BO28: whoever has no password and set a second factor up at one provider sets another one up where another is taken alone', async () => {
  const { world, acme, evil, ada, mallory, atAcme, atEvil, linked, by, invitedTo, atHome, stepOf, required } = it
  const email = 'pia@elsewhere.test'
  await atHome(email)
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
  expect((await by(email, atEvil, there.cookies)).me.step).toBeNull()
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
    // By a provider's word alone nothing is seen of the other one.
    expect((await again.api.factors.list()).items.map((one) => one.id)).toEqual([right.factor])
  }
  for (const organization of [acme, evil]) {
    await world.admin.api.policies.reset({ organization, policy: 'signin.federated_only' })
    await required(false, organization)
  }
})
