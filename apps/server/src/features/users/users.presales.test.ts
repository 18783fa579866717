/** A Tenant Admin of the presales product: the users of their own tenant, and never their own role or status. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
type Somebody = Awaited<ReturnType<typeof member>>
let tom: Somebody
let mine: { organization: string; user: string }
let theirs: { organization: string; user: string }
let self: { organization: string; user: string }
beforeAll(async () => {
  world = await createWorld({ blueprint: 'presales' })
  const [acme, rival] = await Promise.all([world.tenant('Acme'), world.tenant('Rival')])
  tom = await member(world, acme.id, 'tom@acme.test', 'tenant-admin')
  mine = { organization: acme.id, user: (await member(world, acme.id, 'se@acme.test', 'sales-engineer')).user }
  theirs = { organization: rival.id, user: (await member(world, rival.id, 'se@rival.test', 'sales-engineer')).user }
  self = { organization: acme.id, user: tom.user }
})
afterAll(() => world.stop())

test('PS1 PS2: a Tenant Admin sees, deactivates and activates users of their own tenant, and of no other', async () => {
  expect((await tom.api.users.show(mine)).role.key).toBe('sales-engineer')
  expect((await tom.api.users.deactivate(mine)).status).toBe('inactive')
  expect((await tom.api.users.reactivate(mine)).status).toBe('active')
  await tom.api.invitations.create({ organization: mine.organization, email: 'new@acme.test', role: 'administrator' })
  for (const call of [tom.api.users.show, tom.api.users.deactivate, tom.api.users.reactivate])
    expect(await refusalOf(call(theirs))).toBe('organization_unknown')
  expect(await refusalOf(tom.api.users.show({ ...mine, user: theirs.user }))).toBe('user_unknown')
})

test('PS21 PS22: nobody changes their own role or deactivates themselves', async () => {
  expect(await refusalOf(tom.api.users.changeRole({ ...self, role: 'sales-engineer' }))).toMatch(
    /^(role_own|permission_missing)$/,
  )
  expect(await refusalOf(tom.api.users.deactivate(self))).toBe('user_own')
  expect(
    await refusalOf(
      world.admin.api.users.deactivate({ organization: world.admin.me.organization.id, user: world.admin.me.id }),
    ),
  ).toBe('user_own')
  expect((await tom.api.users.show(self)).status).toBe('active')
})
