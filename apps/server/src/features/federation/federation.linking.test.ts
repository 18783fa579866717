/** A sign-in becomes a person's: once, whatever comes at the same time, and told where they are at home. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes, settled, type Member } from '../../../test/builders.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { createWorld, goodPassword, type World } from '../../../test/world.ts'

let world: World
let provider: RealProvider
let above: string
let below: string
let admin: Member
let connection: string
beforeAll(async () => {
  provider = await startProvider()
  world = await createWorld({ blueprint: 'channel', privateHosts: [provider.host] })
  const { organizations } = world.admin.api
  above = (await organizations.create({ organization: world.admin.me.organization.id, name: 'Distri AG' })).id
  below = (await organizations.create({ organization: above, name: 'Partner GmbH' })).id
  admin = await member(world, above, 'admin@distri.test', 'distributor-admin')
  connection = await connected(admin, above, provider, { name: 'Distri ID' })
  await withDomain(world, above, 'distri.test')
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
const is = (sub: string, email: string) => void (provider.visitor = { sub, email, email_verified: true })

test('by itself or by hand, it stands in the record of somebody at home below the connection’s organization', async () => {
  const [one = '', two = ''] = await settled(world, below, [
    { email: 'one@distri.test', role: 'partner-user' },
    { email: 'two@distri.test', role: 'partner-user' },
  ])
  is('one', 'one@distri.test')
  expect((await signInThrough(traveller(world), connection)).id).toBe(one)
  const own = traveller(world)
  await own.api.sessions.signIn({ email: 'two@distri.test', password: goodPassword })
  is('two', 'two@distri.test')
  await own.api.federation.finishOwn(await through((await own.api.federation.beginLink({ connection })).url))
  for (const user of [one, two]) {
    const { items } = await admin.api.users.changes({ organization: below, user })
    expect(items.find((it) => it.type === 'user.sign_in_linked')?.after).toMatchObject({ connection: 'Distri ID' })
  }
})

test('one subject that comes back in two tabs is linked once, and of two subjects at once one', async () => {
  await settled(world, below, [{ email: 'tabs@distri.test', role: 'partner-user' }])
  const own = traveller(world)
  await own.api.sessions.signIn({ email: 'tabs@distri.test', password: goodPassword })
  const back = async (sub: string) => {
    is(sub, 'tabs@distri.test')
    return through((await own.api.federation.beginLink({ connection })).url)
  }
  const finish = (given: Awaited<ReturnType<typeof back>>) => own.api.federation.finishOwn(given)
  const different = [await back('left'), await back('right')]
  expect(await outcomes(different.map(finish))).toEqual(['done', 'subject_differs'])
  const { items } = await own.api.federation.links()
  expect(items).toHaveLength(1)
  await own.api.federation.unlink({ link: items[0]?.id ?? '' })
  const same = [await back('same'), await back('same'), await back('same')]
  expect(await outcomes(same.map(finish))).toEqual(['done', 'done', 'done'])
  expect((await own.api.federation.links()).items).toHaveLength(1)
})

test('of two people who link one subject at once one has it, and the other is refused or tries again', async () => {
  const people = ['left@distri.test', 'right@distri.test']
  await settled(
    world,
    below,
    people.map((email) => ({ email, role: 'partner-user' })),
  )
  is('shared', 'shared@distri.test')
  const coming = await Promise.all(
    people.map(async (email) => {
      const own = traveller(world)
      await own.api.sessions.signIn({ email, password: goodPassword })
      const { url } = await own.api.federation.beginLink({ connection })
      return { own, back: await through(url) }
    }),
  )
  const ended = await Promise.allSettled(coming.map(({ own, back }) => own.api.federation.finishOwn(back)))
  expect(ended.filter((it) => it.status === 'fulfilled')).toHaveLength(1)
  const [{ n } = { n: 0 }] = await world.database.query<{ n: number }>(
    `select count(*)::int as n from federated_links where subject = 'shared'`,
  )
  expect(n).toBe(1)
})
