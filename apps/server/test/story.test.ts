/** The main job from end to end, over the API. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, goodPassword, refusalOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

test('BO14 BO15 BO18 BO20 BO22 BO23 BO43: somebody is invited, joins, gets another role, is deactivated and comes back, and all of it stands in their record', async () => {
  const acme = await world.tenant('Acme GmbH')
  const ada = await world.join(acme.id, 'ada@example.com', 'admin')
  const bob = await world.join(acme.id, 'bob@example.com', 'viewer', ada)
  expect((await bob.api.profile.show()).grants[0]?.role.label).toBe('View Only')
  expect(await refusalOf(bob.api.users.list({ organization: acme.id }))).toBe('permission_missing')

  await ada.api.users.changeRole({ organization: acme.id, user: bob.user, role: 'admin', reason: 'Deputy from now on' })
  expect((await bob.api.users.list({ organization: acme.id })).items).toHaveLength(2)

  await ada.api.users.deactivate({ organization: acme.id, user: bob.user })
  expect(await refusalOf(bob.api.profile.show())).toBe('unauthenticated')
  expect(
    await refusalOf(world.person().api.sessions.signIn({ email: 'bob@example.com', password: goodPassword })),
  ).toBe('credentials_wrong')

  await ada.api.users.reactivate({ organization: acme.id, user: bob.user })
  await bob.api.sessions.signIn({ email: 'bob@example.com', password: goodPassword })

  const record = await ada.api.users.changes({ organization: acme.id, user: bob.user })
  expect(record.items.map((it) => it.type)).toEqual([
    'user.signed_in',
    'user.reactivated',
    'user.deactivated',
    'user.role_changed',
    'user.signed_in',
    'user.joined',
    'invitation.accepted',
    'invitation.created',
  ])
  const change = record.items.find((it) => it.type === 'user.role_changed')
  expect(change).toMatchObject({
    actor: { name: 'ada Example' },
    before: { role: 'View Only' },
    after: { role: 'Admin' },
    reason: 'Deputy from now on',
  })
})
