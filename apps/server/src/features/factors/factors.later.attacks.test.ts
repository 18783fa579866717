/** What is set up where nothing counts stays beside what counts elsewhere, also when that one is followed by another provider's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alsoAt, member, signedIn } from '../../../test/builders.ts'
import { withPasskey } from '../../../test/factors.ts'
import { connected } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { refusalOf } from '../../../test/world.ts'

let it: TwoProviders
let third: string
let second: string
beforeAll(async () => {
  it = await twoProviders()
  third = (await it.world.tenant('Third Ltd')).id
  second = await connected(it.ada, it.acme, it.provider, { name: 'The next one' })
  await it.required(true)
})
afterAll(() => it.stop())

/** By Acme's provider they set one up; whoever knows the password does at a third place, where none counts; and they follow Acme to its next provider. */
async function followed(email: string) {
  const { world, acme, atAcme, linked, by, stepOf } = it
  await member(world, third, email, 'viewer')
  await alsoAt(world, acme, email, 'viewer')
  for (const connection of [atAcme, second]) await linked(email, connection)
  const former = await by(email, atAcme)
  const first = await withPasskey(former, 'First')
  const intruder = await signedIn(world, email)
  expect([intruder.me.organization.id, intruder.me.step]).toEqual([third, null])
  const theirs = await withPasskey(intruder, 'Theirs')
  // They leave that third place, so that what Acme's provider says of them is enough again.
  const away = { organization: third, user: intruder.user }
  await world.admin.api.users.deactivate(away)
  const person = await by(email, second)
  expect(await stepOf(person)).toBe('second_factor')
  await person.api.sessions.prove({ passkey: first.passkey.show(await person.api.sessions.challenge()) })
  const next = await withPasskey(person, 'Next')
  return { first, next, away, theirs, intruder, person }
}

test('MF FE: whoever knows the password takes away no factor that counts where theirs does not', async () => {
  const { next, away, theirs } = await followed('olga@later.test')
  await it.world.admin.api.users.reactivate(away)
  const intruder = await it.byPasskey(theirs.passkey)
  expect([intruder.me.organization.id, intruder.me.step]).toEqual([third, null])
  expect(await refusalOf(intruder.api.factors.remove({ factor: next.factor }))).toBe('factor_elsewhere')
})

test('MF FE: nor all at once', async () => {
  const email = 'otto@later.test'
  const { next, away, theirs } = await followed(email)
  await it.world.admin.api.users.reactivate(away)
  const intruder = await it.byPasskey(theirs.passkey)
  await intruder.api.factors.turnOff()
  const person = await it.by(email, second)
  expect(person.me.step).toBe('second_factor')
  await person.api.sessions.prove({ passkey: next.passkey.show(await person.api.sessions.challenge()) })
})

test('MF FE: nor gets past the one that is left, once its person lets the former one go', async () => {
  const email = 'otis@later.test'
  const { first, theirs } = await followed(email)
  const person = await it.by(email, it.atAcme)
  await person.api.sessions.prove({ passkey: first.passkey.show(await person.api.sessions.challenge()) })
  await person.api.factors.remove({ factor: first.factor })
  const intruder = await signedIn(it.world, email)
  expect([intruder.me.organization.id, intruder.me.step]).toEqual([it.acme, 'second_factor'])
  const shown = theirs.passkey.show(await intruder.api.sessions.challenge())
  expect(await refusalOf(intruder.api.sessions.prove({ passkey: shown }))).toBe('passkey_refused')
})
