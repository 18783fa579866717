/** Codes, host names and tiers of organizations: which are needed, taken, unknown, or not one's own to choose. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let root: string
beforeAll(async () => {
  world = await createWorld({ blueprint: 'organizations' })
  root = world.admin.me.organization.id
})
afterAll(() => world.stop())

test('where the blueprint asks for a code none is made without, and none loses it', async () => {
  const { create, update } = world.admin.api.organizations
  expect(await refusalOf(create({ organization: root, name: 'Acme' }))).toBe('code_required')
  const { id } = await create({ organization: root, name: 'Acme', code: 'ACME' })
  expect(await refusalOf(update({ organization: id, code: null }))).toBe('code_required')
  expect((await update({ organization: id, code: 'ACME2' })).code).toBe('ACME2')
})

test('a host name is one organization’s, when it is made and when it is changed', async () => {
  const { create, update } = world.admin.api.organizations
  const one = { organization: root, name: 'One', code: 'ONE', host: 'one.example.com' }
  expect((await create(one)).host).toBe('one.example.com')
  expect(await refusalOf(create({ ...one, code: 'TWO' }))).toBe('host_taken')
  const { id } = await create({ ...one, code: 'TWO', host: 'two.example.com' })
  expect(await refusalOf(update({ organization: id, host: 'one.example.com' }))).toBe('host_taken')
})

test('a tier is one of the blueprint’s, and chosen by whoever may set tiers alone', async () => {
  const three = { organization: root, name: 'Three', code: 'THREE' }
  const { id, tier } = await world.admin.api.organizations.create({ ...three, tier: 'starter' })
  expect(tier).toBe('starter')
  for (const act of [
    () => world.admin.api.organizations.create({ ...three, code: 'FOUR', tier: 'platinum' }),
    () => world.admin.api.organizations.setTier({ organization: id, tier: 'platinum' }),
  ])
    expect(await refusalOf(act())).toBe('tier_unknown')
  const clerk = await world.admin.api.roles.create({
    organization: root,
    label: 'Clerk',
    description: 'Makes organizations.',
    permissions: ['organizations.read', 'organizations.create'],
    levels: ['platform'],
  })
  const carl = await member(world, root, 'carl@platform.test', clerk.key)
  const four = { ...three, name: 'Four', code: 'FOUR' }
  expect(await refusalOf(carl.api.organizations.create({ ...four, tier: 'starter' }))).toBe('tier_not_yours')
  expect((await carl.api.organizations.create(four)).tier).toBeNull()
})

test('a deleted organization is neither suspended, resumed nor deleted again, until it is restored', async () => {
  const { create, remove, suspend, resume, restore } = world.admin.api.organizations
  const { id: organization } = await create({ organization: root, name: 'Five', code: 'FIVE' })
  await remove({ organization, confirm: 'FIVE' })
  const again = () => remove({ organization, confirm: 'FIVE' })
  for (const act of [() => suspend({ organization }), () => resume({ organization }), again])
    expect(await refusalOf(act())).toBe('organization_deleted')
  expect((await restore({ organization })).standing).toBe('active')
  expect((await suspend({ organization })).standing).toBe('suspended')
})
