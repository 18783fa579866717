/** Giving roles: by the blueprint's table, and never above one's own rank, on every way by which a role can be given. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member, settled } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { prepare } from '../installation/index.ts'

let world: World
let organization: string
let tim: Member & { user: string }
/** A blueprint in which employees invite and assign: viewers, and (by mistake of its author) administrators. */
beforeAll(async () => {
  world = await createWorld()
  const more = ['users.read', 'users.change_role', 'invitations.read', 'invitations.create']
  const roles = world.blueprint.roles.map((it) =>
    it.key === 'employee' ? { ...it, permissions: [...it.permissions, ...more], assigns: ['viewer', 'admin'] } : it,
  )
  await prepare(world.app.transact, { ...world.blueprint, roles }, world.now())
  organization = (await world.tenant('Acme GmbH')).id
  await settled(world, organization, [{ email: 'ada@acme.test', role: 'admin' }])
  tim = await member(world, organization, 'tim@acme.test', 'employee')
})
afterAll(() => world.stop())

test('BO14 BO40: only what the table allows and one’s own rank covers is offered', async () => {
  const { items } = await tim.api.roles.list({ organization })
  expect(items.map((it) => [it.key, it.assignable])).toEqual([
    ['admin', false],
    ['employee', false],
    ['viewer', true],
  ])
})

test('BO14: an invitation to a role above one’s own, or not in the table, is refused beside its field', async () => {
  expect((await tim.api.invitations.create({ organization, email: 'v@example.com', role: 'viewer' })).status).toBe(
    'pending',
  )
  for (const role of ['admin', 'employee']) {
    const answer = await tim.send('POST', `/organizations/${organization}/invitations`, {
      email: 'a@example.com',
      role,
    })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'role_not_assignable', fields: [{ path: 'body.role' }] })
  }
})

test('BO26: nor can the invitation of somebody else to such a role be sent again', async () => {
  const { id } = await world.admin.api.invitations.create({ organization, email: 'boss@example.com', role: 'admin' })
  const again = tim.api.invitations.resend({ organization, invitation: id })
  expect(await refusalOf(again)).toBe('role_not_assignable')
  expect((await tim.api.invitations.show({ organization, invitation: id })).version).toBe(1)
})

test('BO16: nor is such a role given to a user, or taken from one of higher rank', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'vera@acme.test', role: 'viewer' }])
  for (const role of ['admin', 'employee']) {
    expect(await refusalOf(tim.api.users.changeRole({ organization, user, role }))).toBe('role_not_assignable')
  }
  const { items } = await tim.api.users.list({ organization, role: 'admin' })
  const ada = items[0]?.id ?? ''
  expect(await refusalOf(tim.api.users.changeRole({ organization, user: ada, role: 'viewer' }))).toBe('rank_too_low')
  expect((await world.user(organization, user)).role.key).toBe('viewer')
  expect((await world.user(organization, ada)).role.key).toBe('admin')
})

test('BO16: what is within the table and the rank is given', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'emil@acme.test', role: 'employee' }])
  expect((await tim.api.users.changeRole({ organization, user, role: 'viewer' })).role.key).toBe('viewer')
})
