/** A file of sign-ins is read in pieces; between two of them its organization may move. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../../../test/builders.ts'
import { createWorld, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
})
afterAll(() => world.stop())

/** Some 17 MB: more than lies between a server and a reader who pauses. */
const many = 40_000

test('AU7: a file breaks off where its organization moved while it was read: it never looks whole', async () => {
  const { api, me, send } = world.admin
  const below = (organization: string, name: string) => api.organizations.create({ organization, name })
  const partnerOf = async (name: string) => below((await below(me.organization.id, name)).id, `${name} Partner`)
  const [from, to] = [await partnerOf('North'), await partnerOf('South')]
  const { id: organization } = await below(from.id, 'Customer')
  const [user = ''] = await settled(world, organization, [{ email: 'one@customer.test', role: 'tenant-user' }])
  await world.database.query(
    `insert into sign_ins (id, at, org_path, user_id, identity_id, address, user_agent, methods, result)
     select gen_random_uuid(), $3::timestamptz - n * interval '1 second', u.org_path, u.id, u.identity_id, '192.0.2.1', repeat('x', 300),
       '{password}', 'succeeded'
     from generate_series(1, $1) n, users u where u.id = $2`,
    [many, innerId(user), world.now()],
  )
  const file = () => send('GET', `/organizations/${organization}/sign-ins/file`)
  expect((await (await file()).text()).split('\r\n').length - 1).toBe(many + 1)
  const begun = await file()
  await api.organizations.move({ organization, to: to.id })
  await expect(begun.text()).rejects.toThrow()
})
