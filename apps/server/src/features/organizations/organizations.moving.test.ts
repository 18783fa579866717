/** Moving a subtree: everything in it goes along, and only where it may lie. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { organizations } from '@tenantry/contract'
import { holding, invited, member, outcomes } from '../../../test/builders.ts'
import { call } from '../../../test/operations.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let root: string
beforeAll(async () => {
  world = await createWorld({ blueprint: '../apps/server/test/deep' })
  root = world.admin.me.organization.id
})
afterAll(() => world.stop())

let n = 0
const below = (organization: string) =>
  world.admin.api.organizations.create({ organization, name: `Place ${(n += 1)}` })
const move = (organization: string, to: string) => world.admin.api.organizations.move({ organization, to })
const shown = (organization: string) => world.admin.api.organizations.show({ organization })
async function branch() {
  const distributor = await below(root)
  const partner = await below(distributor.id)
  return { distributor, partner, tenant: await below(partner.id) }
}

test('a partner goes to another distributor with its tenants, people, sessions, invitations and what is recorded of them', async () => {
  const [one, other] = [await branch(), await branch()]
  const former = await member(world, one.distributor.id, `former${n}@example.com`, 'admin')
  const next = await member(world, other.distributor.id, `next${n}@example.com`, 'admin')
  const tina = await member(world, one.tenant.id, `tina${n}@example.com`, 'admin')
  await invited(world, one.tenant.id, `guest${n}@example.com`)
  expect(await former.api.users.changes({ organization: one.tenant.id, user: tina.me.id })).toBeDefined()
  await world.admin.api.users.update({ organization: one.tenant.id, user: tina.me.id, phone: '+4930123456' })

  const preview = await world.admin.api.organizations.previewMove({
    organization: one.partner.id,
    to: other.distributor.id,
  })
  expect(preview).toEqual({
    from: expect.objectContaining({ id: one.distributor.id }) as unknown,
    to: expect.objectContaining({ id: other.distributor.id }) as unknown,
    counts: { organizations: 2, users: 1, sessions: 1, invitations: 1 },
    obstacles: [],
  })
  const moved = await move(one.partner.id, other.distributor.id)
  expect(moved).toMatchObject({ id: one.partner.id, parent: other.distributor.id })
  expect((await shown(one.tenant.id)).ancestors.map((it) => it.id)).toEqual([
    root,
    other.distributor.id,
    one.partner.id,
  ])

  // Her session goes on; those above changed with the place, at once.
  expect((await tina.api.organizations.show({ organization: one.tenant.id })).id).toBe(one.tenant.id)
  const inTenant = { organization: one.tenant.id }
  expect(await refusalOf(former.api.users.list(inTenant))).toBe('organization_unknown')
  expect((await next.api.users.list(inTenant)).items.map((it) => it.email)).toEqual([tina.me.email])
  expect((await next.api.invitations.list(inTenant)).items).toHaveLength(1)
  const record = await next.api.users.changes({ ...inTenant, user: tina.me.id })
  expect(record.items.map((it) => it.type)).toContain('user.updated')
})

test('a list of a subtree says where each organization lies, from below the organization whose list it is', async () => {
  const { distributor, partner, tenant } = await branch()
  const lists = async (organization: string) => {
    const asked = { organization, within: 'subtree', search: tenant.name } as const
    const { items } = await world.admin.api.organizations.list(asked)
    return items.find(({ id }) => id === tenant.id)?.ancestors.map(({ id }) => id)
  }
  expect(await lists(root)).toEqual([distributor.id, partner.id])
  expect(await lists(distributor.id)).toEqual([partner.id])
  expect(await lists(partner.id)).toEqual([])
})

test('it goes only below a parent of the level right above, never below itself, and not where it lies already', async () => {
  const [one, other] = [await branch(), await branch()]
  expect(await refusalOf(move(one.partner.id, other.partner.id))).toBe('move_level')
  expect(await refusalOf(move(one.partner.id, root))).toBe('move_level')
  expect(await refusalOf(move(one.distributor.id, one.partner.id))).toBe('move_cycle')
  expect(await refusalOf(move(one.partner.id, one.partner.id))).toBe('move_cycle')
  expect(await refusalOf(move(one.partner.id, one.distributor.id))).toBe('move_nowhere')
  expect(await refusalOf(move(root, one.distributor.id))).toBe('organization_root')
  expect(await refusalOf(move(one.partner.id, `org_${'0'.repeat(32)}`))).toBe('parent_unknown')
  const { obstacles } = await world.admin.api.organizations.previewMove({
    organization: one.distributor.id,
    to: one.tenant.id,
  })
  expect(obstacles).toEqual(['move_cycle', 'move_level'])
})

test('whoever moves must hold both ends: neither a distributor nor a partner takes from, or gives to, another', async () => {
  const [one, other] = [await branch(), await branch()]
  const dora = await member(world, one.distributor.id, `dora${n}@example.com`, 'admin')
  const paul = await member(world, one.partner.id, `paul${n}@example.com`, 'admin')
  const moveAs = (by: typeof dora, organization: string, to: string) =>
    refusalOf(by.api.organizations.move({ organization, to }))
  expect(await moveAs(dora, one.partner.id, other.distributor.id)).toBe('parent_unknown')
  expect(await moveAs(dora, other.partner.id, one.distributor.id)).toBe('organization_unknown')
  expect(await moveAs(paul, one.partner.id, other.distributor.id)).toBe('parent_unknown')
  const second = await below(one.distributor.id)
  expect(await moveAs(paul, one.tenant.id, second.id)).toBe('parent_unknown')
  expect((await dora.api.organizations.move({ organization: one.tenant.id, to: second.id })).parent).toBe(second.id)
  expect((await shown(one.tenant.id)).ancestors).toHaveLength(3)
})

test('what is moved below a suspended organization is refused, and what comes out of one runs again', async () => {
  const [one, other] = [await branch(), await branch()]
  await world.admin.api.organizations.suspend({ organization: other.distributor.id })
  expect(await refusalOf(move(one.partner.id, other.distributor.id))).toBe('organization_stopped')
  expect(await shown(other.partner.id)).toMatchObject({ stopped: true })
  expect(await move(other.partner.id, one.distributor.id)).toMatchObject({ stopped: false })
  expect(await shown(other.tenant.id)).toMatchObject({ stopped: false })
})

test('people above who hold a role inside keep it from moving away under them', async () => {
  const [one, other] = [await branch(), await branch()]
  const dora = await member(world, one.distributor.id, `above${n}@example.com`, 'employee')
  await world.database.query(
    `insert into grants (user_id, org_path, node_path, role, created_at)
     select u.id, u.org_path, o.path, 'admin', now() from users u, organizations o where u.email = $1 and o.name = $2`,
    [dora.me.email, one.partner.name],
  )
  expect(await refusalOf(move(one.partner.id, other.distributor.id))).toBe('move_grants')
  // Of the tenant below she holds nothing of its own: it may go.
  expect((await move(one.tenant.id, other.partner.id)).parent).toBe(other.partner.id)
})

test('two moves of one subtree at once, and a move each into the other, leave one tree without circles', async () => {
  const [one, other] = [await branch(), await branch()]
  const third = await below(root)
  const answers = await outcomes([
    move(one.partner.id, other.distributor.id),
    move(one.partner.id, third.id),
    move(other.partner.id, one.distributor.id),
  ])
  expect(answers.filter((it) => it === 'done').length).toBeGreaterThanOrEqual(2)
  const rows = await world.database.query<{ path: string; parent_path: string | null }>(
    'select path, parent_path from organizations',
  )
  const paths = new Set(rows.map((it) => it.path))
  expect(rows.filter((it) => it.parent_path !== null && !paths.has(it.parent_path))).toEqual([])
  const users = await world.database.query('select from users where org_path not in (select path from organizations)')
  expect(users).toEqual([])
})

test('a move that a second administrator has overtaken is refused by its version', async () => {
  const [one, other] = [await branch(), await branch()]
  await world.admin.api.organizations.update({ organization: one.partner.id, name: 'Renamed' })
  const stale = world.admin.api.organizations.move(
    { organization: one.partner.id, to: other.distributor.id },
    { version: 1 },
  )
  expect(await refusalOf(stale)).toBe('version_differs')
})

test('whoever loses the right to the other end while waiting moves nothing', async () => {
  const [one, other] = [await branch(), await branch()]
  const rick = await member(world, root, `rick${n}@example.com`, 'admin')
  const account = await holding(world, 'select from users where id = $1', [innerId(rick.user)])
  const moving = outcomes([rick.api.organizations.move({ organization: one.partner.id, to: other.distributor.id })])
  await account.waiting(1)
  // What is left to him holds the one end and not the other.
  const rescoped = `with it as (update grants set node_path = (select path from organizations where id = $2)
      where user_id = $1 returning user_id)
    update users set version = version + 1 where id in (select user_id from it)`
  await account.release({ statement: rescoped, values: [innerId(rick.user), innerId(one.distributor.id)] })
  expect(await moving).toEqual(['parent_unknown'])
  expect((await shown(one.partner.id)).parent).toBe(one.distributor.id)
})

test('a move that is sent again with its Idempotency-Key is answered as it was, also at once', async () => {
  const [one, other] = [await branch(), await branch()]
  const asked = { organization: one.partner.id, to: other.distributor.id }
  const send = () => call(world.admin, organizations.move, asked, { 'idempotency-key': 'one-move' })
  const [first, second, third] = [...(await Promise.all([send(), send()])), await send()]
  expect([first?.status, second?.status, third.status]).toEqual([200, 200, 200])
  expect([second?.body, third.body]).toEqual([first?.body, first?.body])
})

test('what is asked of an organization while it moves is done where it lies then', async () => {
  const [one, other] = [await branch(), await branch()]
  const organization = one.tenant.id
  const tina = await member(world, organization, `tina${n}@example.com`, 'admin')
  const tom = await member(world, organization, `tom${n}@example.com`, 'viewer')
  const record = await holding(world, 'lock table events in share mode')
  const moving = outcomes([move(one.partner.id, other.distributor.id)])
  await record.waiting(1)
  const invite = { organization, email: `late${n}@example.com`, role: 'viewer' }
  const asked = [
    outcomes([tina.api.invitations.create(invite)]),
    outcomes([tina.api.users.update({ organization, user: tina.user, phone: '+4930123456' })]),
    outcomes([world.admin.api.users.update({ organization, user: tom.user, phone: '+4930123457' })]),
  ]
  await record.waiting(4)
  await record.release()
  const [others, ...rest] = (await Promise.all([moving, ...asked])).reverse()
  expect(others).toEqual(['done'])
  expect(rest).toEqual([['done'], ['done'], ['done']])
  const next = await member(world, other.distributor.id, `next${n}@example.com`, 'admin')
  expect((await next.api.invitations.list({ organization })).items.map((it) => it.email)).toEqual([invite.email])
  expect((await next.api.users.show({ organization, user: tina.user })).phone).toBe('+4930123456')
  expect((await next.api.users.show({ organization, user: tom.user })).phone).toBe('+4930123457')
})
