/** What a provider's word can set up, replace, fill and remove of a person's second factors. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey } from '../../../test/authenticator.ts'
import { holding, outcomes, settled, signedIn, type Member } from '../../../test/builders.ts'
import { codeOf, withApp, withPasskey } from '../../../test/factors.ts'
import { traveller } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { goodPassword, refusalOf } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

test('FE: of whoever is moved to where what they showed does not count, a factor that does is asked for', async () => {
  const { world, evil, mallory, planted, accountAt } = it
  const email = 'mona@elsewhere.test'
  const { app, person } = await planted(email)
  const own = await withApp(world, person, 'Own')
  const there = await accountAt(mallory, evil, email)
  await person.api.sessions.switchAccount({ user: there })
  await person.api.sessions.prove({ code: app.next() })
  const { id: to } = await world.tenant('Third Ltd')
  await world.admin.api.users.move({ organization: evil, user: there, to, role: 'viewer' })
  expect(await refusalOf(person.api.factors.beginPasskey())).toBe('proof_required')
  expect(await refusalOf(person.api.sessions.prove({ code: app.next() }))).toBe('code_wrong')
  await person.api.sessions.prove({ code: own.next() })
  await withPasskey(person, 'Another')
  expect((await person.api.factors.list()).items.map((one) => [one.name, one.byProvider, one.countsHere])).toEqual([
    ['Planted', true, false],
    ['Own', false, true],
    ['Another', false, true],
  ])
})

test('FE: on a provider’s word nobody replaces recovery codes of the person’s own, nor removes what goes further; own ones replace all', async () => {
  const { world, atEvil, by, joinsAcme, atHome, accountAt, evil, mallory } = it
  const email = 'rita@elsewhere.test'
  await atHome(email)
  const app = await withApp(world, await by(email, atEvil), 'Planted')
  const person = traveller(world)
  await person.api.sessions.signIn({ email, password: goodPassword })
  await person.api.sessions.prove({ code: app.next() })
  const { factor } = await withPasskey(person, 'Own')
  const own = (await person.api.factors.makeRecoveryCodes()).recoveryCodes ?? []
  const wrong = (code = '') => refusalOf(person.api.sessions.prove({ recoveryCode: code }))
  expect(await wrong(app.codes[0])).toBe('recovery_code_wrong')
  const thief = await by(email, atEvil)
  await thief.api.sessions.prove({ code: app.next() })
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
  const here = await joinsAcme(email)
  expect(here.me.step).toBe('second_factor')
  expect(await refusalOf(here.api.sessions.prove({ recoveryCode: made[1] ?? '' }))).toBe('recovery_code_wrong')
  await here.api.sessions.prove({ recoveryCode: own[0] ?? '' })
  expect((await here.api.factors.list()).recoveryCodesLeft).toBe(9)
  // Whoever has shown their own is not asked again for having shown the other one, too.
  const there = await accountAt(mallory, evil, email)
  await here.api.sessions.switchAccount({ user: there })
  await here.api.sessions.prove({ code: app.next() })
  expect((await here.api.sessions.switchAccount({ user: here.me.id })).step).toBeNull()
  // With what goes everywhere all of it is theirs to remove: nothing is left anywhere.
  await here.api.factors.turnOff()
  expect((await here.api.factors.list()).items).toEqual([])
  expect((await signedIn(world, email)).me.step).toBeNull()
})

test('FE: ten that were planted keep nobody from adding one of their own elsewhere', async () => {
  const { atEvil, by, joinsAcme, atHome } = it
  const email = 'zoe@elsewhere.test'
  await atHome(email)
  const thief = await by(email, atEvil)
  for (let n = 0; n < 10; n += 1) await withPasskey(thief, `Planted ${n}`)
  expect(await refusalOf(thief.api.factors.beginPasskey())).toBe('factors_full')
  const person = await joinsAcme(email)
  expect(person.me.step).toBeNull()
  for (let n = 0; n < 10; n += 1) await withPasskey(person, `Own ${n}`)
  expect((await person.api.factors.list()).items.filter((one) => one.countsHere)).toHaveLength(10)
  expect(await refusalOf(person.api.factors.beginPasskey())).toBe('factors_full')
})

test('FE: however many organizations somebody is in, their providers set up a hundred in all, and their own go beside them, as does the first one of each', async () => {
  const { world, atEvil, by, atHome } = it
  const email = 'hugo@elsewhere.test'
  await atHome(email)
  await world.database.query(
    `insert into factors (id, identity_id, kind, name, created_at, confirmed_at, sealed_secret, connection_id)
     select gen_random_uuid(), i.id, 'app', 'Planted', now(), now(), '', gen_random_uuid()
     from identities i, generate_series(1, 100) where i.email = $1`,
    [email],
  )
  // Whoever has several organizations to plant them in keeps nobody from the one that is asked for elsewhere.
  const there = await by(email, atEvil)
  const { factor } = await withPasskey(there, 'First')
  expect(await refusalOf(there.api.factors.beginPasskey())).toBe('factors_full')
  await there.api.factors.remove({ factor })
  const person = await signedIn(world, email)
  await withPasskey(person, 'Own')
  expect((await person.api.factors.list()).items.filter((one) => one.countsHere)).toHaveLength(1)
})

test('FE: a browser is remembered by the factor that was shown, where that counts', async () => {
  const { world, acme, evil, mallory, planted, accountAt } = it
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
  const { world, acme, evil, ada, mallory, atEvil, by, joinsAcme, atHome, stepOf, accountAt, required } = it
  const email = 'otto@elsewhere.test'
  await atHome(email)
  await required(true)
  await required(true, evil)
  const person = await joinsAcme(email)
  expect(person.me.step).toBe('enrol_factor')
  const thief = await by(email, atEvil)
  expect(thief.me.step).toBe('enrol_factor')
  await withApp(world, thief, 'Planted')
  expect(await stepOf(person)).toBe('enrol_factor')
  const seen = async ({ api }: Member, organization: string) => {
    const { enrolled } = await api.factors.showOf({
      organization,
      user: await accountAt({ api } as Member, organization, email),
    })
    const { checks } = await api.diagnosis.signIn({ organization, email })
    return [enrolled, checks.find((one) => one.key === 'mfa')?.reason]
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

test('FE: with two providers’ factors, what is added by showing one of them does not count where the other one does', async () => {
  const { world, acme, evil, ada, mallory, atAcme, atEvil, by, linked, planted, accountAt, required } = it
  const email = 'dina@elsewhere.test'
  const { app } = await planted(email)
  await linked(email, atAcme)
  await required(true)
  const other = await withApp(world, await by(email, atAcme), 'Other')
  await required(false)
  const [here, there] = [await accountAt(ada, acme, email), await accountAt(mallory, evil, email)]
  const person = await signedIn(world, email)
  // Of two that are in doubt, the one that was used last.
  expect([person.me.organization.id, person.me.step]).toEqual([acme, 'second_factor'])
  await person.api.sessions.prove({ code: other.next() })
  expect((await person.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
  await person.api.sessions.prove({ code: app.next() })
  const own = await withApp(world, person, 'Own')
  expect((await person.api.sessions.switchAccount({ user: here })).step).toBe('second_factor')
  expect(await refusalOf(person.api.sessions.prove({ code: own.next() }))).toBe('code_wrong')
  await person.api.sessions.prove({ code: other.next() })
  expect((await person.api.factors.list()).items.map((one) => [one.name, one.byProvider, one.countsHere])).toEqual([
    ['Planted', true, false],
    ['Other', true, true],
    ['Own', false, false],
  ])
  expect((await by(email, atEvil)).me.step).toBe('second_factor')
})

test('FE: an app that was begun on the word of a provider elsewhere is no second factor here, whoever confirms it', async () => {
  const { world, atEvil, by, atHome, joinsAcme, stepOf, required } = it
  const email = 'bert@elsewhere.test'
  await atHome(email)
  const { id, secret } = await (await by(email, atEvil)).api.factors.beginApp({ name: 'Planted' })
  await required(true)
  const person = await joinsAcme(email)
  const code = codeOf(world, secret ?? '')
  const { factor } = await person.api.factors.confirmApp({ factor: id, code })
  expect([factor.byProvider, factor.countsHere, await stepOf(person)]).toEqual([true, false, 'enrol_factor'])
  await withApp(world, person, 'Own')
  expect(await stepOf(person)).toBeNull()
  await required(false)
})

test('FE BO28: of two who set up the first factor of one person at once, the second shows that of the first', async () => {
  const { world, acme, required } = it
  const email = 'twin@acme.test'
  await settled(world, acme, [{ email, role: 'viewer' }])
  await required(true)
  const adding = async () => {
    const { api } = await signedIn(world, email)
    const made = new SoftPasskey().make(await api.factors.beginPasskey())
    return () => api.factors.addPasskey({ name: 'First', passkey: made })
  }
  const both = [await adding(), await adding()]
  const others = await holding(world, 'select from identities where email = $1', [email])
  const done = outcomes(both.map((add) => add()))
  await others.waiting(2)
  await others.release()
  expect(await done).toEqual(['done', 'proof_required'])
  await required(false)
})
