/** What can be planted, guessed, seen and kept of somebody's second factors by whoever is in as them in one of their organizations. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey } from '../../../test/authenticator.ts'
import { holding, mailedSecret, outcomes, signedIn } from '../../../test/builders.ts'
import { codeOf, withApp, withPasskey } from '../../../test/factors.ts'
import { connected, traveller } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { goodPassword, refusalOf } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

test('CH16 FE: whoever sets one up where none counts goes on guessing nowhere else by showing it', async () => {
  const { world, evil, mallory, planted, accountAt } = it
  const email = 'gwen@elsewhere.test'
  const { app } = await planted(email)
  const there = await accountAt(mallory, evil, email)
  const intruder = await signedIn(world, email)
  const { passkey } = await withPasskey(intruder, 'Theirs')
  const half = async () => (await signedIn(world, email)).api
  // Wrong ones where the other one counts.
  const guessing = await half()
  await guessing.sessions.prove({ passkey: passkey.show(await guessing.sessions.challenge()) })
  await guessing.sessions.switchAccount({ user: there })
  for (let n = 0; n < 4; n += 1) expect(await refusalOf(guessing.sessions.prove({ code: '000000' }))).toBe('code_wrong')
  const again = await half()
  await again.sessions.prove({ passkey: passkey.show(await again.sessions.challenge()) })
  expect(await refusalOf(guessing.sessions.prove({ code: '000000' }))).toBe('code_wrong')
  expect(await refusalOf(guessing.sessions.prove({ code: app.next() }))).toBe('factor_throttled')
})

test('CH16 FE: nor does what a provider planted begin the count of one’s own anew, where both are tried', async () => {
  const { world, atEvil, by, atHome } = it
  const email = 'olga@elsewhere.test'
  await atHome(email)
  const app = await withApp(world, await by(email, atEvil), 'Planted')
  const person = await signedIn(world, email)
  await person.api.sessions.prove({ code: app.next() })
  const own = await withApp(world, person, 'Own')
  const { api } = await by(email, atEvil)
  await api.sessions.prove({ code: app.next() })
  for (let n = 0; n < 4; n += 1) expect(await refusalOf(api.sessions.prove({ code: '000000' }))).toBe('code_wrong')
  await api.sessions.prove({ recoveryCode: app.codes[0] ?? '' })
  expect(await refusalOf(api.sessions.prove({ code: '000000' }))).toBe('code_wrong')
  expect(await refusalOf(api.sessions.prove({ code: own.next() }))).toBe('factor_throttled')
})

test('BO28 FE: an app that is begun on a provider’s word takes the place of none that its person has begun', async () => {
  const { world, atEvil, evil, by, atHome, joinsAcme, required } = it
  const email = 'bea@elsewhere.test'
  await atHome(email)
  await required(true, evil)
  const person = await joinsAcme(email)
  const { id, secret } = await person.api.factors.beginApp({ name: 'Own' })
  const thief = await by(email, atEvil)
  await thief.api.factors.beginApp({ name: 'Planted' })
  const { factor } = await person.api.factors.confirmApp({ factor: id, code: codeOf(world, secret ?? '') })
  expect([factor.byProvider, factor.countsHere]).toEqual([false, true])
  await required(false, evil)
})

test('FE: by a provider’s word nobody sees, forgets or renames what a person has elsewhere', async () => {
  const { world, acme, evil, atEvil, by, planted } = it
  const email = 'dora@elsewhere.test'
  const { app, person } = await planted(email)
  const own = await withApp(world, person, 'Own')
  const policy = 'mfa.remember_days'
  for (const organization of [acme, evil]) await world.admin.api.policies.set({ organization, policy, value: 30 })
  await person.api.devices.remember()
  const thief = await by(email, atEvil)
  await thief.api.sessions.prove({ code: app.next() })
  expect((await thief.api.factors.list()).items.map((one) => one.name)).toEqual(['Planted'])
  expect(await refusalOf(thief.api.factors.rename({ factor: own.factor, name: 'Gone' }))).toBe('factor_unknown')
  expect((await thief.api.devices.list()).items).toEqual([])
  const [device] = (await person.api.devices.list()).items
  expect(await refusalOf(thief.api.devices.forget({ device: device?.id ?? '' }))).toBe('device_unknown')
  expect(await thief.api.devices.forgetAll()).toEqual({ forgotten: 0 })
  const again = traveller(world, person.cookies)
  expect((await again.api.sessions.signIn({ email, password: goodPassword })).step).toBeNull()
  for (const organization of [acme, evil]) await world.admin.api.policies.reset({ organization, policy })
})

test('BO29: a factor that is added while an administrator takes them away goes with them, also from another account of the person', async () => {
  const { world, acme, evil, ada, atHome, joinsAcme, accountAt, mallory } = it
  const email = 'kim@elsewhere.test'
  await atHome(email)
  const person = await joinsAcme(email)
  const here = await accountAt(ada, acme, email)
  await withApp(world, person, 'Own')
  await person.api.sessions.switchAccount({ user: await accountAt(mallory, evil, email) })
  const made = new SoftPasskey().make(await person.api.factors.beginPasskey())
  const slow = await holding(
    world,
    'select from sessions where identity_id = (select identity_id from users where id = $1)',
    [innerId(here)],
  )
  const adding = outcomes([person.api.factors.addPasskey({ name: 'Late', passkey: made })])
  await slow.waiting(1)
  const taking = world.admin.api.factors.disable({ organization: acme, user: here, required: false, reason: 'Stolen' })
  await slow.waiting(2)
  await slow.release()
  await Promise.all([adding, taking])
  expect(await refusalOf(person.api.sessions.check())).toBe('unauthenticated')
  expect((await signedIn(world, email)).me.step).toBeNull()
})

test('FE BO28: whoever has no password, and shows on the way what counts below, sets one up above on the word that let them in', async () => {
  const { world, acme, ada, provider, joinsAcme, linked, by, atAcme, accountAt, stepOf } = it
  const email = 'lena@elsewhere.test'
  await joinsAcme(email)
  await linked(email, atAcme)
  const below = await withApp(world, await by(email, atAcme), 'Below')
  const root = world.admin.me.organization.id
  await world.admin.api.invitations.create({
    organization: root,
    email,
    role: world.admin.me.grants[0]?.role.key ?? '',
  })
  const token = await mailedSecret(world, email, 'accept', 2)
  const person = traveller(world)
  await person.api.invitations.accept({ token, firstName: 'Lena', lastName: 'Eo', password: goodPassword })
  const connection = await connected(world.admin, root, provider)
  await linked(email, connection)
  await world.database.query('update identities set password_hash = null where email = $1', [email])
  const above = await accountAt(world.admin, root, email)
  await world.admin.api.users.requireMfa({ organization: root, user: above, mfaRequired: true })
  const here = await by(email, connection)
  expect([here.me.id, here.me.step]).toEqual([await accountAt(ada, acme, email), 'second_factor'])
  await here.api.sessions.prove({ code: below.next() })
  expect((await here.api.sessions.switchAccount({ user: above })).step).toBe('enrol_factor')
  await withApp(world, here, 'Above')
  expect(await stepOf(here)).toBeNull()
  // As if below were moved there after both, each set up while the other one was elsewhere: neither takes the other away.
  await world.database.query('update factors set beside = array[$2::uuid] where id = $1', [
    innerId(below.factor),
    innerId(connection),
  ])
  const after = await by(email, atAcme)
  expect(after.me.step).toBe('second_factor')
  await after.api.sessions.prove({ code: below.next() })
  expect(await stepOf(after)).toBeNull()
})

test('FE: of two places where nothing but a provider’s factor counts, a password leads to the one that its person entered last, whoever posed in the other', async () => {
  const { world, acme, evil, planted, linked, by, atAcme, atEvil, required } = it
  const email = 'ida@elsewhere.test'
  const { app } = await planted(email)
  await linked(email, atAcme)
  await required(true)
  const own = await withApp(world, await by(email, atAcme), 'Own')
  await required(false)
  const person = await signedIn(world, email)
  await person.api.sessions.prove({ code: own.next() })
  world.advance(60_000)
  const thief = await by(email, atEvil)
  expect(thief.me.organization.id).toBe(evil)
  await thief.api.sessions.prove({ code: app.next() })
  const again = await signedIn(world, email)
  expect([again.me.organization.id, again.me.step]).toEqual([acme, 'second_factor'])
})
