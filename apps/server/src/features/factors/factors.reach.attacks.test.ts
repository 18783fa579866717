/** What goes no further than what was shown: recovery codes, and guesses that are counted for it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, outcomes, signedIn } from '../../../test/builders.ts'
import { withApp } from '../../../test/factors.ts'
import { traveller } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { goodPassword, refusalOf } from '../../../test/world.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

/** Whoever runs that provider, and knows the password: in with both, where the planted factor counts. */
async function thiefOf(email: string) {
  const { world, evil, mallory, planted, accountAt } = it
  const { app, person } = await planted(email)
  const thief = await signedIn(world, email)
  await thief.api.sessions.switchAccount({ user: await accountAt(mallory, evil, email) })
  await thief.api.sessions.prove({ code: app.next() })
  return { app, person, thief }
}

test('FE: recovery codes go no further than the factor that was shown for them: none lie ready where their person sets up a first one', async () => {
  const { world, acme } = it
  const email = 'cleo@elsewhere.test'
  const { person, thief } = await thiefOf(email)
  const laid = (await thief.api.factors.makeRecoveryCodes()).recoveryCodes ?? []
  expect(laid).toHaveLength(10)
  const own = await withApp(world, person, 'Own')
  expect(own.codes).toHaveLength(10)
  const again = await signedIn(world, email)
  expect([again.me.organization.id, again.me.step]).toEqual([acme, 'second_factor'])
  expect(await refusalOf(again.api.sessions.prove({ recoveryCode: laid[0] ?? '' }))).toBe('recovery_code_wrong')
  await again.api.sessions.prove({ recoveryCode: own.codes[0] ?? '' })
  // Where the planted one counts they do their work.
  await thief.api.sessions.prove({ recoveryCode: laid[1] ?? '' })
})

test('FE BO30: whoever removed the factor of their own that they showed makes recovery codes of what is left', async () => {
  const { world, atEvil, atHome, by, joinsAcme } = it
  const email = 'resi@elsewhere.test'
  await atHome(email)
  const app = await withApp(world, await by(email, atEvil), 'By the provider')
  const person = await signedIn(world, email)
  await person.api.sessions.prove({ code: app.next() })
  const own = await withApp(world, person, 'Own')
  await person.api.factors.remove({ factor: own.factor })
  const codes = (await person.api.factors.makeRecoveryCodes()).recoveryCodes ?? []
  expect((await person.api.factors.list()).recoveryCodesLeft).toBe(10)
  await person.api.sessions.prove({ recoveryCode: codes[0] ?? '' })
  // They go as far as what was left, and not as far as what was removed.
  await withApp(world, await joinsAcme(email), 'First at Acme')
  const again = await signedIn(world, email)
  expect(again.me.step).toBe('second_factor')
  expect(await refusalOf(again.api.sessions.prove({ recoveryCode: codes[1] ?? '' }))).toBe('recovery_code_wrong')
})

test('FE: recovery codes take a factor that was shown and is still there: a removed one of a provider is not', async () => {
  const { world } = it
  const { app, person, thief } = await thiefOf('rolf@elsewhere.test')
  await withApp(world, person, 'Own')
  await thief.api.factors.remove({ factor: app.factor })
  expect(await refusalOf(thief.api.factors.makeRecoveryCodes())).toBe('proof_required')
})

test('FE: whoever is moved to where a factor counts makes no recovery codes before they have shown it', async () => {
  const { world, evil, atEvil, atHome, by, accountAt, mallory } = it
  const email = 'rike@elsewhere.test'
  await atHome(email)
  const app = await withApp(world, await by(email, atEvil), 'Planted')
  const { id: third } = await world.tenant('Fourth Ltd')
  const user = await accountAt(mallory, evil, email)
  await world.admin.api.users.move({ organization: evil, user, to: third, role: 'viewer' })
  const person = await signedIn(world, email)
  expect([person.me.organization.id, person.me.step]).toEqual([third, null])
  await world.admin.api.users.move({ organization: third, user, to: evil, role: 'viewer' })
  expect(await refusalOf(person.api.factors.makeRecoveryCodes())).toBe('proof_required')
  await person.api.sessions.prove({ code: app.next() })
  await person.api.factors.makeRecoveryCodes()
})

test('CH16 FE: a factor that a provider plants makes no browser unknown that its person has elsewhere: strangers lock strangers out', async () => {
  const { world, acme, evil, atEvil, atHome, joinsAcme, by, required } = it
  const email = 'kim@elsewhere.test'
  await atHome(email)
  await joinsAcme(email)
  const person = traveller(world)
  const signsIn = () => person.api.sessions.signIn({ email, password: goodPassword })
  await signsIn()
  // Whoever administers there may require one, and set it up.
  await required(true, evil)
  await withApp(world, await by(email, atEvil), 'Planted')
  await required(false, evil)
  for (let n = 0; n < 10; n += 1)
    expect(await refusalOf(traveller(world).api.sessions.signIn({ email, password: 'wrong-otter-lantern-77' }))).toBe(
      'credentials_wrong',
    )
  expect(await refusalOf(traveller(world).api.sessions.signIn({ email, password: goodPassword }))).toBe(
    'credentials_wrong',
  )
  expect((await signsIn()).organization.id).toBe(acme)
  // One of the person's own does: whoever had the password alone may have one.
  await withApp(world, person, 'Own')
  expect(await refusalOf(signsIn())).toBe('credentials_wrong')
})

test('CH16 FE: what comes to count while a code is on its way is not tried with it: it was counted for what counted before', async () => {
  const { world } = it
  const email = 'race@elsewhere.test'
  const { app, person, thief } = await thiefOf(email)
  const own = await withApp(world, person, 'Own')
  const code = own.next()
  const others = await holding(world, 'select from identities where email = $1', [email])
  const removed = outcomes([thief.api.factors.remove({ factor: app.factor })])
  await others.waiting(1)
  const guessed = outcomes([thief.api.sessions.prove({ code })])
  await others.waiting(2)
  await others.release()
  expect([await removed, await guessed]).toEqual([['done'], ['code_wrong']])
  // Asked anew it is.
  await thief.api.sessions.prove({ code })
})

test('CH11 FE: by a provider’s word nobody sees or cancels the new address that its person asked for elsewhere', async () => {
  const { atEvil, by, atHome, joinsAcme } = it
  const email = 'lea@elsewhere.test'
  await atHome(email)
  const person = await joinsAcme(email)
  await person.api.addresses.changeOwn({ email: 'lea@new.test' })
  const thief = await by(email, atEvil)
  expect(await thief.api.addresses.showOwn()).toEqual({ pending: null })
  expect(await refusalOf(thief.api.addresses.cancelOwn())).toBe('email_change_none')
  // With something of theirs they do, wherever they are.
  await thief.api.sessions.prove({ password: goodPassword })
  expect((await thief.api.addresses.showOwn()).pending?.email).toBe('lea@new.test')
  await thief.api.addresses.cancelOwn()
  expect(await person.api.addresses.showOwn()).toEqual({ pending: null })
})
