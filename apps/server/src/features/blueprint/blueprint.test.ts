/** Blueprint files: what is wrong in one is told with line, path and reason; applying one is all or nothing. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { prepare } from '../installation/index.ts'
import { parseBlueprint, RolesInUse, WrongBlueprint } from './index.ts'

const good = await readFile(new URL('../../../../../blueprints/backoffice.yaml', import.meta.url), 'utf8')
let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())

/** What is wrong with a text, as the starter of the server reads it. */
function faultsOf(text: string): string[] {
  try {
    parseBlueprint(text, 'my.yaml')
  } catch (error) {
    if (error instanceof WrongBlueprint) return error.message.split('\n')
    throw error
  }
  throw new Error('this should have been refused')
}
/** The good file with one thing changed; the line on which that stands. */
function changed(from: string, to: string): { text: string; line: number } {
  expect(good.split(from), from).toHaveLength(2)
  const at = good.indexOf(from)
  return { text: good.replace(from, to), line: good.slice(0, at).split('\n').length }
}

test('the file that comes along is good, and says what stands in it', () => {
  const blueprint = parseBlueprint(good, 'backoffice.yaml')
  expect(blueprint.levels.map((it) => it.key)).toEqual(['platform', 'tenant'])
  expect(blueprint.roles.map((it) => it.key)).toEqual(['platform-admin', 'admin', 'employee', 'viewer'])
})

test.each([
  ['a misspelled key', 'product: Backoffice', 'prodcut: Backoffice', 'prodcut: this key is not known here'],
  ['a name of the wrong form', 'name: backoffice', 'name: Back Office', 'name: must match pattern'],
  ['a number for a text', 'label: View Only', 'label: 7', 'roles.3.label: must be string'],
  [
    'a level that does not exist',
    'levels: [platform]',
    'levels: [planet]',
    'roles.0.levels.0: level "planet" does not exist',
  ],
  [
    'a permission that does not exist',
    '- users.deactivate\n      - users.reset_password\n      - invitations.read\n      - invitations.create\n      - invitations.cancel\n      - mails.read',
    '- users.destroy',
    'roles.0.permissions.7: permission "users.destroy" does not exist',
  ],
  [
    'a role that may not be assigned',
    'assigns: [admin, employee, viewer]',
    'assigns: [admin, janitor]',
    'roles.1.assigns.1: role "janitor" does not exist',
  ],
  [
    'a permission that is ours',
    'operations.read: Read operational data',
    'users.read: Read',
    'permissions.users.read: is a permission of Tenantry itself',
  ],
])('%s is told with its line, its path and the reason', (_, from, to, reason) => {
  const { text, line } = changed(from, to)
  const faults = faultsOf(text)
  const found = faults.find((it) => it.includes(reason))
  expect(found, faults.join('\n')).toMatch(/^my\.yaml:\d+: /)
  const told = Number(found?.split(':')[1])
  expect(told).toBeGreaterThanOrEqual(line)
  expect(told).toBeLessThanOrEqual(line + 8)
})

test('all that is wrong is told at once', () => {
  const text = good.replace('label: Employee', 'label: []').replace('label: View Only', 'lable: View Only')
  const faults = faultsOf(text).join('\n')
  expect(faults).toContain('roles.2.label: must be string')
  expect(faults).toContain('roles.3: "label" is missing')
  expect(faults).toContain('roles.3.lable: this key is not known here')
})

test('names that stand twice, and an installation nobody could administer, are refused', () => {
  expect(faultsOf(good.replace('key: viewer', 'key: employee')).join()).toContain(
    'roles.3.key: role "employee" stands twice',
  )
  expect(faultsOf(good.replaceAll('administrator: true', 'administrator: false')).join()).toContain(
    'roles: no role with "administrator: true" can be held at the top level "platform"',
  )
})

test.each([
  ['no YAML at all', 'a: [b', /^my\.yaml:1: /],
  ['a key twice', 'name: a\nname: b', /^my\.yaml:2: .*unique/i],
  ['nothing', '', /must be object/],
  ['a list', '- a', /must be object/],
  ['an alias of nothing', 'name: *x', /alias/i],
  [
    'aliases that multiply',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]`,
    /alias/i,
  ],
])('a file with %s is refused, too', (_, text, expected) => {
  expect(faultsOf(text).join('\n')).toMatch(expected)
})

const inForce = async () => {
  const roles = await world.database.query('select * from roles order by key')
  const [events] = await world.database.query(`select count(*) from events where type = 'blueprint.applied'`)
  const [blueprints] = await world.database.query('select count(*) from blueprints')
  return { roles, events, blueprints }
}
const apply = (blueprint = world.blueprint) => prepare(world.app.transact, blueprint, world.now())

test('applying it twice changes nothing, also by two servers at once', async () => {
  const before = await inForce()
  expect(await Promise.all([apply(), apply(), apply()])).toMatchObject([
    { applied: false },
    { applied: false },
    { applied: false },
  ])
  expect(await inForce()).toEqual(before)
})

test('BO17: a changed role is obeyed by the next request of everybody who holds it', async () => {
  const vera = await world.join(organization, 'vera@acme.test', 'viewer')
  expect(await refusalOf(vera.api.users.list({ organization }))).toBe('permission_missing')
  const roles = world.blueprint.roles.map((it) => ({
    ...it,
    permissions: it.key === 'viewer' ? [...it.permissions, 'users.read'] : it.permissions,
  }))
  expect(await apply({ ...world.blueprint, roles })).toMatchObject({ applied: true })
  expect((await vera.api.users.list({ organization })).items).toHaveLength(1)
  expect(await apply()).toMatchObject({ applied: true })
  expect(await refusalOf(vera.api.users.list({ organization }))).toBe('permission_missing')
})

test('a role that somebody holds, or is invited to, cannot vanish, and then nothing is changed', async () => {
  await settled(world, organization, [{ email: 'emp@acme.test', role: 'employee' }])
  const without = (key: string) => ({
    ...world.blueprint,
    product: 'Changed',
    roles: world.blueprint.roles
      .filter((it) => it.key !== key)
      .map((it) => ({ ...it, label: `${it.label}!`, assigns: it.assigns.filter((role) => role !== key) })),
  })
  const before = await inForce()
  await expect(apply(without('employee'))).rejects.toThrow(RolesInUse)
  await expect(apply(without('employee'))).rejects.toThrow(/employee.*Nothing was changed/)
  expect(await inForce()).toEqual(before)
  expect((await world.admin.api.roles.list({ organization })).items[0]?.label).toBe('Admin')
})

test('a role that nobody uses any more goes', async () => {
  const extra = { ...(world.blueprint.roles[3] ?? ({} as never)), key: 'guest', label: 'Guest' }
  await apply({ ...world.blueprint, roles: [...world.blueprint.roles, extra] })
  expect((await world.admin.api.roles.list({ organization })).items.map((it) => it.key)).toContain('guest')
  await apply()
  expect((await world.admin.api.roles.list({ organization })).items.map((it) => it.key)).not.toContain('guest')
})
