/** Roles of organizations' own: never above their maker, seen and given in their subtree alone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, member, outcomes } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let partner: string
let tenant: string
let rival: string
type Somebody = Awaited<ReturnType<typeof member>>
let paul: Somebody
let tina: Somebody
let rita: Somebody
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  const create = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  const distributor = await create(world.admin.me.organization.id, 'North')
  partner = await create(distributor, 'Reseller')
  tenant = await create(partner, 'Customer')
  rival = await create(distributor, 'Rival')
  paul = await member(world, partner, 'paul@reseller.test', 'partner-admin')
  tina = await member(world, tenant, 'tina@customer.test', 'tenant-admin')
  rita = await member(world, rival, 'rita@rival.test', 'partner-admin')
})
afterAll(() => world.stop())

const desk = { label: 'Help desk', description: 'Lets people in again.', levels: ['partner', 'tenant'] }
const permissions = ['users.read', 'users.reset_password', 'users.unlock', 'roles.read']

test('CH6: a role of one’s own stands beside the blueprint’s, is given below, and allows what it says and no more', async () => {
  const made = await paul.api.roles.create({ organization: partner, ...desk, permissions })
  expect(made).toMatchObject({
    custom: true,
    assignable: true,
    organization: { id: partner },
    administrator: false,
    version: 1,
  })
  for (const by of [paul, tina]) {
    const organization = by === paul ? partner : tenant
    const { items } = await by.api.roles.list({ organization })
    const seen = items.find((it) => it.key === made.key)
    // Whose it is, is told where it is made: who stands below need not know the names above.
    expect(seen?.organization?.id ?? null).toBe(by === paul ? partner : null)
    expect(seen?.custom).toBe(true)
  }
  expect((await rita.api.roles.list({ organization: rival })).items.map((it) => it.key)).not.toContain(made.key)

  const helper = await member(world, tenant, 'helper@customer.test', 'tenant-user')
  const target = { organization: tenant, user: helper.user }
  expect(await refusalOf(helper.api.users.list({ organization: tenant }))).toBe('permission_missing')
  await tina.api.users.changeRole({ ...target, role: made.key })
  expect((await helper.api.users.list({ organization: tenant })).items.length).toBeGreaterThan(0)
  expect(await refusalOf(helper.api.users.deactivate({ organization: tenant, user: tina.user }))).toBe(
    'permission_missing',
  )
  expect((await tina.api.users.show(target)).role.label).toBe('Help desk')

  // Another partner's people cannot be given it: there it does not exist.
  const far = await member(world, rival, 'far@rival.test', 'partner-user')
  expect(await refusalOf(rita.api.users.changeRole({ organization: rival, user: far.user, role: made.key }))).toBe(
    'role_unknown',
  )

  // Raised, it acts at once; in use, it cannot be deleted, and who holds it is told.
  const more = [...permissions, 'users.deactivate']
  await paul.api.roles.update({ organization: partner, customRole: made.key, permissions: more })
  expect(await refusalOf(helper.api.users.deactivate({ organization: tenant, user: tina.user }))).toBe('rank_too_low')
  const path = `/organizations/${partner}/roles/${made.key}`
  const refused = await paul.send('DELETE', path)
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'role_in_use', holders: [{ id: helper.user, name: 'helper Example' }] },
  ])
  await tina.api.users.changeRole({ ...target, role: 'tenant-user' })
  await paul.api.roles.remove({ organization: partner, customRole: made.key })
  expect((await paul.api.roles.list({ organization: partner })).items.map((it) => it.key)).not.toContain(made.key)
  expect(await refusalOf(tina.api.users.changeRole({ ...target, role: made.key }))).toBe('role_unknown')
})

test('CH3: whoever may change roles gives those of the organization only with the right to manage them, or where theirs says so', async () => {
  const role = async (label: string, permissions: string[]) =>
    (await paul.api.roles.create({ organization: partner, ...desk, label, permissions })).key
  const changing = ['users.read', 'users.change_role', 'roles.read']
  const [one, other, clerk] = [
    await role('One', ['roles.read']),
    await role('Other', ['roles.read']),
    await role('Clerk', changing),
  ]
  const mo = await member(world, tenant, 'mo@customer.test', 'tenant-user')
  const ned = await member(world, tenant, 'ned@customer.test', 'tenant-user')
  await tina.api.users.changeRole({ organization: tenant, user: mo.user, role: clerk })
  await tina.api.users.changeRole({ organization: tenant, user: ned.user, role: one })
  const change = () => mo.api.users.changeRole({ organization: tenant, user: ned.user, role: other })
  expect(await refusalOf(change())).toBe('role_not_assignable')
  const manager = await role('Manager', [...changing, 'roles.manage'])
  await tina.api.users.changeRole({ organization: tenant, user: mo.user, role: manager })
  expect((await change()).role.key).toBe(other)
})

test('CH3: nobody puts into a role what they do not hold, a level above, or a role they may not give; nor later', async () => {
  const create = (more: object) =>
    paul.api.roles.create({ organization: partner, ...desk, label: `R ${Math.random()}`, permissions, ...more })
  expect(await refusalOf(create({ permissions: ['blueprint.apply'] }))).toBe('permission_above')
  expect(await refusalOf(create({ permissions: ['users.fly'] }))).toBe('permission_unknown')
  expect(await refusalOf(create({ levels: ['distributor'] }))).toBe('level_unknown')
  expect(await refusalOf(create({ assigns: ['distributor-admin'] }))).toBe('assigns_above')
  const { key: customRole } = await create({ assigns: ['tenant-user'] })
  const update = (more: object) => paul.api.roles.update({ organization: partner, customRole, ...more })
  expect(await refusalOf(update({ permissions: ['blueprint.apply'] }))).toBe('permission_above')
  expect(await refusalOf(update({ assigns: ['platform-admin'] }))).toBe('assigns_above')
  expect(await refusalOf(tina.api.roles.update({ organization: tenant, customRole, description: 'x' }))).toBe(
    'role_unknown',
  )
  expect(await refusalOf(rita.api.roles.update({ organization: partner, customRole, description: 'x' }))).toBe(
    'organization_unknown',
  )
  // One that does more than its reader holds is out of their hands, and cannot be given by them.
  const { key } = await world.admin.api.roles.create({
    organization: partner,
    ...desk,
    label: 'Strong',
    permissions: ['organizations.set_tier'],
  })
  expect(await refusalOf(paul.api.roles.update({ organization: partner, customRole: key, description: 'x' }))).toBe(
    'rank_too_low',
  )
  expect(await refusalOf(paul.api.roles.remove({ organization: partner, customRole: key }))).toBe('rank_too_low')
  const one = await member(world, partner, 'one@reseller.test', 'partner-user')
  expect(await refusalOf(paul.api.users.changeRole({ organization: partner, user: one.user, role: key }))).toBe(
    'role_not_assignable',
  )
})

test('a name is given once in an organization, also by two at once; the same name elsewhere is fine', async () => {
  const make = (by: Somebody, organization: string) =>
    by.api.roles.create({ organization, ...desk, label: 'Twice', permissions: ['roles.read'] })
  expect(await outcomes([make(paul, partner), make(paul, partner)])).toEqual(['done', 'role_exists'])
  expect((await make(rita, rival)).label).toBe('Twice')
  const user = await member(world, partner, 'user@reseller.test', 'partner-user')
  expect(await refusalOf(make(user, partner))).toBe('permission_missing')
})

test('an organization has a hundred roles of its own, and its neighbour’s do not count', async () => {
  const make = (label: string) =>
    rita.api.roles.create({ organization: rival, ...desk, label, permissions: ['roles.read'] })
  const { key } = await make('First of many')
  const there = (await rita.api.roles.list({ organization: rival })).items.filter((it) => it.custom).length
  await world.database.query(
    `insert into roles (key, label, description, best_for, use_cases, levels, permissions, assigns, administrator, position, org_path)
     select 'rol_' || lpad(to_hex(n), 32, '0'), 'Copy ' || n, description, best_for, use_cases, levels, permissions, assigns,
       administrator, position, org_path from roles, generate_series(1, $2) n where key = $1`,
    [key, 99 - there],
  )
  expect((await make('The hundredth')).label).toBe('The hundredth')
  expect(await refusalOf(make('One more'))).toBe('roles_full')
  expect((await paul.api.roles.create({ organization: partner, ...desk, label: 'Here', permissions })).custom).toBe(
    true,
  )
})

test('CH6: who holds a role of an organization above keeps theirs from moving away from it', async () => {
  const create = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  const place = await create(partner, 'Mover')
  const made = await paul.api.roles.create({ organization: partner, ...desk, label: 'Night desk', permissions })
  const one = await member(world, place, 'one@mover.test', 'tenant-user')
  await paul.api.users.changeRole({ organization: place, user: one.user, role: made.key })
  const move = (to: string) => world.admin.api.organizations.move({ organization: place, to })
  const preview = await world.admin.api.organizations.previewMove({ organization: place, to: rival })
  expect(preview.obstacles).toEqual(['move_roles'])
  expect(await refusalOf(move(rival))).toBe('move_roles')
  await paul.api.users.changeRole({ organization: place, user: one.user, role: 'tenant-user' })
  await paul.api.invitations.create({ organization: place, email: 'two@mover.test', role: made.key })
  expect(await refusalOf(move(rival))).toBe('move_roles')
  const [open] = (await paul.api.invitations.list({ organization: place })).items
  await paul.api.invitations.cancel({ organization: place, invitation: open?.id ?? '' })
  // Whoever holds it beside what moves, or is invited there, keeps nothing.
  const beside = await member(world, tenant, 'beside@customer.test', 'tenant-user')
  await paul.api.users.changeRole({ organization: tenant, user: beside.user, role: made.key })
  await paul.api.invitations.create({ organization: tenant, email: 'three@customer.test', role: made.key })
  expect((await move(rival)).parent).toBe(rival)
})

test('a role is not deleted while somebody from above is given it: the deletion waits and finds them', async () => {
  const { organization } = await world.user(partner, paul.user)
  const above = (await world.admin.api.organizations.show({ organization: organization.id })).parent ?? ''
  const dora = await member(world, above, 'dora@north.test', 'distributor-admin')
  const made = await paul.api.roles.create({ organization: partner, ...desk, label: 'Day desk', permissions })
  const one = await member(world, above, 'one@north.test', 'distributor-user')
  const record = await holding(world, 'lock table events in share mode')
  const giving = outcomes([
    dora.api.users.changeScope({ organization: above, user: one.user, scope: partner, role: made.key }),
  ])
  await record.waiting(1)
  const deleting = outcomes([paul.api.roles.remove({ organization: partner, customRole: made.key })])
  await record.waiting(2)
  await record.release()
  expect([await giving, await deleting]).toEqual([['done'], ['role_in_use']])
})
