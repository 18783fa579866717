/** What was shown in a session went as far as what there was: once it is gone, it says nothing of what comes after it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, signedIn } from '../../../test/builders.ts'
import { withApp, withPasskey } from '../../../test/factors.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { goodPassword, refusalOf } from '../../../test/world.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

test('MF: a factor that was set up, shown and removed again gets nobody past one that its person sets up later', async () => {
  const { world, acme } = it
  const email = 'wim@gone.test'
  await member(world, acme, email, 'viewer')
  const intruder = await signedIn(world, email)
  const { factor } = await withApp(world, intruder, 'Theirs')
  await intruder.api.factors.remove({ factor })
  const person = await signedIn(world, email)
  expect(person.me.step).toBeNull()
  const own = await withApp(world, person, 'Own')
  expect(await refusalOf(intruder.api.factors.remove({ factor: own.factor }))).toBe('proof_required')
  expect(await refusalOf(intruder.api.factors.beginPasskey())).toBe('proof_required')
})

test('MF FE: nor where a provider’s counts: whoever knows the password is asked for it there', async () => {
  const { world, acme, evil, mallory, atEvil, atHome, joinsAcme, by, accountAt, required } = it
  const email = 'vito@gone.test'
  await atHome(email)
  await joinsAcme(email)
  const there = await accountAt(mallory, evil, email)
  const intruder = await signedIn(world, email)
  expect([intruder.me.organization.id, intruder.me.step]).toEqual([acme, null])
  const { factor } = await withPasskey(intruder, 'Theirs')
  await intruder.api.factors.remove({ factor })
  await required(true, evil)
  await withApp(world, await by(email, atEvil), 'There')
  world.advance(3_600_000)
  await intruder.api.sessions.prove({ password: goodPassword })
  expect((await intruder.api.sessions.switchAccount({ user: there })).step).toBe('second_factor')
})
