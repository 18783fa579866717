/** The six blueprints that come along: each can be set up and signed in to, and its roles are what its product says. */
import { permissions } from '@tenantry/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member, settled, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const worlds: World[] = []
const begin = async (blueprint: string) => {
  const world = await createWorld({ blueprint })
  worlds.push(world)
  return world
}
afterAll(async () => {
  for (const world of worlds) await world.stop()
})
/** A permission key held by a role, as the blueprint says. */
const may = (world: World, role: string) =>
  new Set(world.blueprint.roles.find((it) => it.key === role)?.permissions ?? [])
const assignable = async (who: Member, organization: string) =>
  (await who.api.roles.list({ organization })).items.filter((it) => it.assignable).map((it) => it.key)

describe.each(['backoffice', 'presales', 'channel', 'organizations', 'automation', 'standard'])('%s', (name) => {
  let world: World
  beforeAll(async () => void (world = await begin(name)))

  test('is set up, signed in to, and grows by one level', async () => {
    const { email } = world.admin.me
    const again = await world.person().api.sessions.signIn({ email, password: goodPassword })
    expect(again.grants[0]?.permissions).toEqual(expect.arrayContaining(Object.keys(permissions)))
    expect(await world.tenant('Acme')).toMatchObject({ level: world.blueprint.levels[1]?.key })
  })

  test('each role can give exactly the roles of its table, which it outranks, and says what it is for', () => {
    const { roles } = world.blueprint
    for (const role of roles) {
      expect(role.description.length, role.key).toBeGreaterThan(40)
      expect(role.useCases.length, role.key).toBeGreaterThan(0)
      for (const key of role.assigns) {
        const above = [...may(world, key)].filter((it) => !role.permissions.includes(it))
        expect(above, `${role.key} gives ${key}`).toEqual([])
      }
    }
  })
})

describe('presales', () => {
  let world: World
  let organization: string
  let [terry, alex, sam, carla]: Member[] = []
  beforeAll(async () => {
    world = await begin('presales')
    organization = (await world.tenant('Acme')).id
    terry = await member(world, organization, 'terry@acme.test', 'tenant-admin')
    alex = await member(world, organization, 'alex@acme.test', 'administrator')
    sam = await member(world, organization, 'sam@acme.test', 'sales-engineer')
    carla = await member(world, organization, 'carla@acme.test', 'customer')
  })

  test('PS8: an Administrator sees to templates, resources and all POCs, and manages no users', async () => {
    const mine = may(world, 'administrator')
    for (const key of ['templates.manage', 'resources.manage', 'pocs.read_all']) expect(mine).toContain(key)
    expect([...mine].filter((it) => /^(users|invitations|organizations)\./.test(it))).toEqual([])
    expect(await refusalOf((alex as Member).api.users.list({ organization }))).toBe('permission_missing')
    const invite = { organization, email: 'x@acme.test', role: 'customer' }
    expect(await refusalOf((alex as Member).api.invitations.create(invite))).toBe('permission_missing')
  })

  test('PS9: a Sales Engineer runs POCs with customers, and creates no templates', () => {
    const mine = may(world, 'sales-engineer')
    for (const key of ['pocs.manage', 'customers.manage', 'tasks.manage', 'comments.write', 'resources.manage'])
      expect(mine).toContain(key)
    expect(mine).not.toContain('templates.manage')
    expect(sam?.me.grants[0]?.permissions).toContain('pocs.manage')
    expect(sam?.me.grants[0]?.permissions).not.toContain('templates.manage')
  })

  test('PS11: a Tenant Admin gives Administrator and Sales Engineer, a Sales Engineer Customer, the others nothing', async () => {
    expect(await assignable(terry as Member, organization)).toEqual(['administrator', 'sales-engineer'])
    expect(await assignable(sam as Member, organization)).toEqual(['customer'])
    expect(await assignable(alex as Member, organization)).toEqual([])
    expect(await refusalOf((carla as Member).api.roles.list({ organization }))).toBe('permission_missing')
    const invite = (role: string) => ({ organization, email: `${role}@new.test`, role })
    expect((await (sam as Member).api.invitations.create(invite('customer'))).role.key).toBe('customer')
    for (const role of ['sales-engineer', 'administrator', 'tenant-admin'])
      expect(await refusalOf((sam as Member).api.invitations.create(invite(role)))).toBe('role_not_assignable')
    expect(await refusalOf((terry as Member).api.invitations.create(invite('tenant-admin')))).toBe(
      'role_not_assignable',
    )
  })

  test('PS10 PS26 PS44: what helps in choosing: best for, use cases, permissions in words, what it may assign, where', async () => {
    const { items } = await (terry as Member).api.roles.list({ organization })
    expect(items.map((it) => it.label)).toEqual(['Tenant Admin', 'Administrator', 'Sales Engineer', 'Customer'])
    const engineer = items.find((it) => it.key === 'sales-engineer')
    expect(engineer).toMatchObject({ levels: ['tenant'], assigns: [{ key: 'customer', label: 'Customer' }] })
    expect(engineer?.bestFor).toMatch(/\w/)
    expect(engineer?.permissions).toContainEqual({ key: 'tasks.manage', label: 'Create, assign and complete tasks' })
    const everywhere = await world.admin.api.roles.list({
      organization: world.admin.me.organization.id,
      within: 'subtree',
    })
    expect(everywhere.items.map((it) => it.key)).toEqual(world.blueprint.roles.map((it) => it.key))
  })

  test('PS3: its menu begins with what is administered, Users among it', async () => {
    const { menus } = await world.person().api.installation.show()
    expect(menus?.map((it) => it.entry)).toContain('users')
    expect(menus?.find((it) => it.entry === 'users')?.group).toBeUndefined()
  })
})

test('CH4: the channel has Users under Administration', async () => {
  const world = worlds[2] as World
  const { menus } = await world.person().api.installation.show()
  expect(menus).toContainEqual({ entry: 'users', group: 'Administration' })
})

test('OR18: Admin may everything, Org Admin only in the own organization, User nothing of it', async () => {
  const world = worlds[3] as World
  const own = (await world.tenant('Own')).id
  const other = (await world.tenant('Other')).id
  await settled(world, own, [{ email: 'first@own.test', role: 'org-admin' }])
  const olga = await member(world, own, 'olga@own.test', 'org-admin')
  const ulla = await member(world, own, 'ulla@own.test', 'user')
  expect((await world.admin.api.users.list({ organization: other })).items).toEqual([])
  expect((await olga.api.users.list({ organization: own })).items).toHaveLength(3)
  expect(await assignable(olga, own)).toEqual(['org-admin', 'user'])
  expect(await refusalOf(olga.api.users.list({ organization: other }))).toBe('organization_unknown')
  expect(await refusalOf(olga.api.organizations.list({ organization: other }))).toBe('organization_unknown')
  for (const refused of [
    ulla.api.users.list({ organization: own }),
    ulla.api.invitations.list({ organization: own }),
    ulla.api.organizations.show({ organization: own }),
  ])
    expect(await refusalOf(refused)).toBe('permission_missing')
})

test('AU12: a tenant has two roles, Tenant Owner and User', async () => {
  const world = worlds[4] as World
  const organization = (await world.tenant('Own')).id
  const olaf = await member(world, organization, 'olaf@own.test', 'owner')
  const { items } = await olaf.api.roles.list({ organization })
  expect(items.map((it) => it.label)).toEqual(['Tenant Owner', 'User'])
  expect(await assignable(olaf, organization)).toEqual(['owner', 'user'])
  expect(may(world, 'owner')).toContain('objects.act_any')
  expect(may(world, 'user')).not.toContain('objects.act_any')
  const uwe = await member(world, organization, 'uwe@own.test', 'user')
  expect(await refusalOf(uwe.api.users.list({ organization }))).toBe('permission_missing')
})
