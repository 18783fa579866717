/** What roles may do, who may give them, and rank: on the API, and as rules over every combination of grants. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { isWithin } from '../../platform/value/reach.ts'
import { allowedBy, decide, mayAssign, outranks } from './rules.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())

test('BO17 BO40: each role says what it is for, best for, when to use it, and what it may do, in words', async () => {
  const { items } = await world.admin.api.roles.list({ organization })
  expect(items.map((it) => it.label)).toEqual(['Admin', 'Employee', 'View Only'])
  for (const role of items) {
    expect(role.description.length).toBeGreaterThan(20)
    expect(role.bestFor.length).toBeGreaterThan(10)
    expect(role.useCases.length).toBeGreaterThan(0)
    for (const { key, label } of role.permissions) expect(label, key).toMatch(/^[A-Z][a-z']+,? /)
  }
  const viewer = items.find((it) => it.key === 'viewer')
  expect(viewer?.permissions).toEqual([
    { key: 'roles.read', label: 'Read what each role may do' },
    { key: 'operations.read', label: 'Read operational data' },
  ])
  expect(items.filter((it) => it.administrator).map((it) => it.key)).toEqual(['admin'])
})

test('BO17 BO40: everybody of the tenant reads it; only who may give a role is told so; outsiders read nothing', async () => {
  const assignable = async (who: { api: World['admin']['api'] }, at = organization) =>
    (await who.api.roles.list({ organization: at })).items.filter((it) => it.assignable).map((it) => it.key)
  const [ada, bob, vera] = [
    await member(world, organization, 'ada@acme.test', 'admin'),
    await member(world, organization, 'bob@acme.test', 'employee'),
    await member(world, organization, 'vera@acme.test', 'viewer'),
  ]
  expect(await assignable(ada)).toEqual(['admin', 'employee', 'viewer'])
  expect(await assignable(bob)).toEqual([])
  expect(await assignable(vera)).toEqual([])
  expect(await assignable(world.admin)).toEqual(['admin', 'employee', 'viewer'])
  expect(await assignable(world.admin, world.admin.me.organization.id)).toEqual(['platform-admin'])
  const other = await world.tenant('Other')
  expect(await refusalOf(ada.api.roles.list({ organization: other.id }))).toBe('organization_unknown')
  expect(await refusalOf(ada.api.roles.list({ organization: world.admin.me.organization.id }))).toBe(
    'organization_unknown',
  )
  expect(await refusalOf(world.person().api.roles.list({ organization }))).toBe('unauthenticated')
})

test('BO1 BO17: what a role may not do is refused with the permission that is missing and where', async () => {
  const eve = await member(world, organization, 'eve@acme.test', 'employee')
  const answer = await eve.send('GET', `/organizations/${organization}/users`)
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({
    code: 'permission_missing',
    missing: { permission: 'users.read', at: { id: organization, name: 'Acme GmbH', level: 'tenant' } },
  })
  for (const path of ['', '/organizations', '/invitations', '/mails', '/users/count']) {
    expect((await eve.send('GET', `/organizations/${organization}${path}`)).status, path).toBe(403)
  }
})

const paths = ['0', '0.0001', '0.0001.0001', '0.0001.0002', '0.0002', '0.00010'] as const
const permissions = ['a.x', 'b.x', 'c.x'] as const
const aGrant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom('boss', 'clerk'),
  path: fc.constantFrom(...paths),
  permissions: fc.uniqueArray(fc.constantFrom(...permissions)),
})
const someGrants = fc.array(aGrant, { maxLength: 4 })
const nodeAt = (path: string) => ({ id: '00000000-0000-7000-8000-000000000000', path, level: 'tenant', name: 'N' })

test('a permission holds at a node exactly if some grant of it lies there or above', () => {
  fc.assert(
    fc.property(someGrants, fc.constantFrom(...paths), fc.constantFrom(...permissions), (grants, path, permission) => {
      const above = (it: Grant) => path === it.path || path.startsWith(`${it.path}.`)
      const expected = grants.some((it) => above(it) && it.permissions.includes(permission))
      expect(allowedBy(grants, permission, path) !== undefined).toBe(expected)
      const ruling = decide(grants, permission, nodeAt(path))
      expect(ruling.granted).toBe(expected)
      if (!ruling.granted) expect(ruling.code).toBe(grants.some(above) ? 'permission_missing' : 'organization_unknown')
      expect(decide(grants, permission, null)).toMatchObject({ granted: false, code: 'organization_unknown' })
    }),
  )
})

test('rank: everybody equals themselves, it passes on, and more grants never lower it', () => {
  fc.assert(
    fc.property(someGrants, someGrants, someGrants, aGrant, (a, b, c, more) => {
      expect(outranks(a, a)).toBe(true)
      if (outranks(a, b) && outranks(b, c)) expect(outranks(a, c)).toBe(true)
      if (outranks(a, b)) expect(outranks([...a, more], b)).toBe(true)
      if (!outranks(a, b)) expect(outranks(a, [...b, more])).toBe(false)
    }),
  )
})

test('whoever gives a role gives nothing they do not hold there themselves, and only what the table says', () => {
  const table = new Map([['boss', ['clerk', 'boss']]])
  fc.assert(
    fc.property(someGrants, aGrant, (mine, wanted) => {
      const role = { key: wanted.role, permissions: wanted.permissions, levels: ['tenant'], org_path: null }
      const at = nodeAt(wanted.path)
      if (!mayAssign(mine, table, role, at)) return
      expect(mine.some((it) => it.role === 'boss' && isWithin(at.path, it.path))).toBe(true)
      for (const permission of role.permissions) expect(allowedBy(mine, permission, at.path)).toBeDefined()
      expect(mayAssign(mine, table, { ...role, levels: ['platform'] }, at)).toBe(false)
      expect(mayAssign(mine, new Map(), role, at)).toBe(false)
    }),
  )
})
