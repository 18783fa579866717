/** What is guessed through the providers of an organization counts for that organization: more of them are no more tries. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, signedIn, type Member } from '../../../test/builders.ts'
import { withApp } from '../../../test/factors.ts'
import { connected } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { refusalOf } from '../../../test/world.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

test('CH16: an organization’s second provider is no second row of tries at a password or a factor', async () => {
  const { world, evil, mallory, provider, atEvil, linked, joinsAcme, by, stepOf } = it
  const email = 'gus@guessed.test'
  await member(world, evil, email, 'viewer')
  const second = await connected(mallory, evil, provider, { name: 'Another' })
  for (const connection of [atEvil, second]) await linked(email, connection)
  const person = await joinsAcme(email)
  const guess = async (connection: string) =>
    refusalOf((await by(email, connection)).api.sessions.prove({ password: 'not-the-password' }))
  for (let n = 0; n < 10; n += 1) expect(await guess(atEvil)).toBe('password_wrong')
  expect(await guess(second)).toBe('password_throttled')
  const { next } = await withApp(world, person)
  const wrong = async (connection: string) => {
    const thief = await by(email, connection)
    expect(await stepOf(thief)).toBe('second_factor')
    return refusalOf(thief.api.sessions.prove({ code: '000000' }))
  }
  for (let n = 0; n < 5; n += 1) expect(await wrong(atEvil)).toBe('code_wrong')
  expect(await wrong(atEvil)).toBe('factor_throttled')
  expect(await wrong(second)).toBe('factor_throttled')
  // Anywhere else nothing of it is felt.
  await (await signedIn(world, email)).api.sessions.prove({ code: next() })
})

test('CH16: a lock stands in the record of where its person was last, not of where a provider says they were', async () => {
  const { world, acme, evil, ada, mallory, atEvil, atHome, joinsAcme, by, accountAt } = it
  const email = 'rhea@recorded.test'
  await atHome(email)
  await joinsAcme(email)
  const person = await signedIn(world, email)
  expect(person.me.organization.id).toBe(acme)
  world.advance(1_000)
  await by(email, atEvil)
  for (let n = 0; n < 10; n += 1)
    await refusalOf(world.person().api.sessions.signIn({ email, password: `guess number ${n}` }))
  const here = { organization: acme, user: await accountAt(ada, acme, email) }
  const there = { organization: evil, user: await accountAt(mallory, evil, email) }
  const locksIn = async ({ api }: Pick<Member, 'api'>, of: typeof here) =>
    (await api.users.changes(of)).items.filter((one) => one.type === 'user.locked').length
  await eventually(
    async () => (await locksIn(ada, here)) + (await locksIn(mallory, there)),
    (n) => n > 0,
  )
  expect([await locksIn(ada, here), await locksIn(mallory, there)]).toEqual([1, 0])
})
