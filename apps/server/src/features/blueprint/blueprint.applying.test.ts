/** Planning and applying: over the API and from the file of a starting server; all or nothing, and obeyed at once. */
import type { Blueprint } from '@tenantry/contract'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { holding, invited, member, outcomes, settled } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { prepare } from '../installation/index.ts'
import { obstaclesTo } from './rules.ts'

const file = await readFile(new URL('../../../../../blueprints/backoffice.yaml', import.meta.url), 'utf8')
let world: World
let organization: string // a tenant
let top: string
beforeAll(async () => {
  world = await createWorld()
  top = world.admin.me.organization.id
  organization = (await world.tenant('Acme GmbH')).id
  await settled(world, organization, [{ email: 'ada@acme.test', role: 'admin' }])
})
afterAll(() => world.stop())

type Roles = Blueprint['roles']
const changed = (change: Partial<Blueprint>) => stringify({ ...world.blueprint, ...change })
const withRoles = (change: (roles: Roles) => Roles) => changed({ roles: change(world.blueprint.roles) })
const without = (key: string) =>
  withRoles((roles) =>
    roles.filter((it) => it.key !== key).map((it) => ({ ...it, assigns: it.assigns.filter((to) => to !== key) })),
  )
const guest = (roles: Roles): Roles => [
  ...roles.map((it) => (it.administrator ? { ...it, assigns: [...it.assigns, 'guest'] } : it)),
  {
    key: 'guest',
    label: 'Guest',
    description: 'Looks.',
    bestFor: 'Guests.',
    useCases: [],
    levels: ['tenant'],
    permissions: ['roles.read'],
    assigns: [],
  },
]
const apply = (text: string, more = {}) => world.admin.api.blueprint.apply({ organization: top, text, ...more })
const plan = (text: string) => world.admin.api.blueprint.plan({ organization: top, text })
const start = (blueprint = world.blueprint) => prepare(world.app.transact, blueprint, world.now())
const inForce = async () => {
  const roles = await world.database.query('select * from roles order by key')
  const [events] = await world.database.query(`select count(*) from events where type = 'blueprint.applied'`)
  const [blueprints] = await world.database.query('select count(*) from blueprints')
  return { roles, events, blueprints }
}
const rolesHere = async () => (await world.admin.api.roles.list({ organization })).items.map((it) => it.key)
beforeEach(async () => void (await apply(file)))

test('the same from files twice changes nothing, also by two servers at once', async () => {
  await start()
  const before = await inForce()
  expect(await Promise.all([start(), start(), start()])).toMatchObject([
    { applied: false },
    { applied: false },
    { applied: false },
  ])
  expect(await inForce()).toEqual(before)
})

test('over the API it is put in force once, however often and by how many it is asked for', async () => {
  const text = changed({ product: 'Twice' })
  const before = await inForce()
  const answers = await Promise.all([apply(text), apply(text), apply(text)])
  expect(answers.filter((it) => it.changes.length > 0)).toHaveLength(1)
  expect(await apply(text)).toMatchObject({ changes: [], obstacles: [] })
  const [count] = await world.database.query<{ n: number }>('select count(*)::int as n from blueprints')
  expect(count?.n).toBe(Number((before.blueprints as { count: string }).count) + 1)
})

test('OR18 BO17: a plan tells whom it affects, and changes nothing', async () => {
  await settled(world, organization, [
    { email: 'e1@acme.test', role: 'employee' },
    { email: 'e2@acme.test', role: 'employee' },
  ])
  await invited(world, organization, 'e3@acme.test', 'employee')
  const before = await inForce()
  const roles = guest(world.blueprint.roles).map((it) =>
    it.key === 'employee' ? { ...it, label: 'Colleague', permissions: ['roles.read', 'users.read'] } : it,
  )
  const levels = world.blueprint.levels.map((it) => (it.key === 'tenant' ? { ...it, label: 'Customer' } : it))
  const told = await plan(changed({ roles, levels, labels: { 'status.active': 'On' } }))
  expect(told.obstacles).toEqual([])
  const facts = told.changes.map((it) => [it.part, it.kind, it.role ?? it.key, it.role ? it.key : it.field, it.users])
  expect(facts).toEqual(
    expect.arrayContaining([
      ['role', 'added', 'guest', null, 0],
      ['role', 'changed', 'employee', 'label', 2],
      ['role_permission', 'removed', 'employee', 'operations.read', 2],
      ['role_permission', 'removed', 'employee', 'operations.write', 2],
      ['role_permission', 'added', 'employee', 'users.read', 2],
      ['level', 'changed', 'tenant', 'label', 0],
      ['label', 'added', 'status.active', null, 0],
    ]),
  )
  expect(told.changes.find((it) => it.key === 'operations.read')).toMatchObject({
    invitations: 1,
    summary: '2 users lose operations.read (role employee)',
  })
  expect(await inForce()).toEqual(before)
})

test('OR18: what is no plain words is told as what stands in the file', async () => {
  const [first, ...others] = world.blueprint.settings ?? []
  if (!first?.choices) throw new Error('the first setting of this blueprint is chosen from a list')
  const choices = first.choices.map((it) => ({ ...it, label: `Of ${it.key}` }))
  const { changes } = await plan(changed({ settings: [{ ...first, choices }, ...others] }))
  expect(changes).toMatchObject([{ part: 'setting', key: first.key, field: 'choices' }])
  expect(JSON.parse(changes[0]?.after ?? '')).toEqual(choices)
})

test('BO17 OR18: what is applied is obeyed by the next request, on another server too', async () => {
  const node = await world.secondNode()
  const vera = await member(world, organization, 'vera@acme.test', 'viewer')
  const elsewhere = node.person()
  elsewhere.cookie = vera.cookie
  expect(await refusalOf(elsewhere.api.users.list({ organization }))).toBe('permission_missing')
  const more = (roles: Roles) =>
    roles.map((it) => (it.key === 'viewer' ? { ...it, permissions: [...it.permissions, 'users.read'] } : it))
  await apply(withRoles(more))
  expect((await elsewhere.api.users.list({ organization })).items.length).toBeGreaterThan(0)
  await apply(
    changed({
      product: 'Renamed',
      levels: [...world.blueprint.levels, { key: 'team', label: 'Team', plural: 'Teams' }],
    }),
  )
  expect(await refusalOf(elsewhere.api.users.list({ organization }))).toBe('permission_missing')
  expect(await node.person().api.installation.show()).toMatchObject({ product: 'Renamed', levels: { length: 3 } })
  const root = node.person()
  root.cookie = world.admin.cookie
  const team = await root.api.organizations.create({ organization, name: 'Team' })
  expect(team.level).toBe('team')
  await world.database.query(`delete from organizations where level = 'team'`)
})

test('what was applied over the API survives a restart; a changed file does not wait', async () => {
  await start()
  await apply(changed({ product: 'By hand' }))
  expect(await start()).toMatchObject({ applied: false })
  expect((await world.admin.api.installation.show()).product).toBe('By hand')
  expect(await start({ ...world.blueprint, product: 'By file' })).toMatchObject({ applied: true })
  expect((await world.admin.api.installation.show()).product).toBe('By file')
  expect(await world.admin.api.blueprint.show({ organization: top })).toMatchObject({ source: 'file' })
})

test('what stands in the way is told without counting nobody', () => {
  const after = { ...world.blueprint, roles: world.blueprint.roles.filter(({ key }) => key !== 'viewer') }
  const nothing = { rolesAtLevels: [], levels: [], tiers: [], unadministered: 0 }
  const told = (users: number, invitations: number) =>
    obstaclesTo(world.blueprint, after, { ...nothing, roles: new Map([['viewer', { users, invitations }]]) }).map(
      ({ summary }) => summary,
    )
  expect(told(0, 0)).toEqual([])
  expect(told(2, 0)).toEqual(['role viewer is held by 2 users'])
  expect(told(0, 1)).toEqual(['role viewer is offered in 1 open invitation'])
  expect(told(1, 2)).toEqual(['role viewer is held by 1 user and offered in 2 open invitations'])
})

test('a role that somebody holds, or is invited to, cannot vanish, and then nothing is changed', async () => {
  await settled(world, organization, [{ email: 'emp@acme.test', role: 'employee' }])
  await invited(world, organization, 'looker@acme.test', 'viewer')
  const before = await inForce()
  for (const key of ['employee', 'viewer']) {
    expect((await plan(without(key))).obstacles).toMatchObject([{ code: 'role_in_use', key }])
    const answer = await world.admin.send('POST', `/organizations/${top}/blueprint/apply`, { text: without(key) })
    expect(answer.status).toBe(409)
    const summary = expect.stringContaining(`role ${key} is held by `) as string
    expect(await answer.json()).toMatchObject({
      code: 'blueprint_blocked',
      fields: [{ path: 'body.text', code: 'role_in_use', message: summary }],
    })
  }
  const roles = world.blueprint.roles.filter((it) => it.key !== 'employee')
  await expect(start({ ...world.blueprint, roles })).rejects.toThrow(/role employee is held by/)
  expect(await inForce()).toEqual(before)
})

test('a role goes once nobody holds it and its invitations are closed; its name stays with them', async () => {
  await apply(withRoles(guest))
  expect(await rolesHere()).toContain('guest')
  const { invitation } = await invited(world, organization, 'g@acme.test', 'guest')
  expect((await plan(file)).obstacles).toMatchObject([{ code: 'role_in_use', key: 'guest', users: 0, invitations: 1 }])
  await world.admin.api.invitations.cancel({ organization, invitation: invitation.id })
  await apply(file)
  expect(await rolesHere()).not.toContain('guest')
  expect((await world.admin.api.invitations.show({ organization, invitation: invitation.id })).role.label).toBe('Guest')
  expect(
    await refusalOf(world.admin.api.invitations.create({ organization, email: 'h@acme.test', role: 'guest' })),
  ).toBe('role_unknown')
  await apply(withRoles(guest))
  expect(await rolesHere()).toContain('guest')
})

test('nobody is invited to a role while it is being removed', async () => {
  await apply(withRoles(guest))
  const slow = await holding(world, 'select key from roles where key = $1', ['guest'])
  const inviting = outcomes([
    world.admin.api.invitations.create({ organization, email: 'late@acme.test', role: 'guest' }),
  ])
  await slow.waiting(1)
  const removing = outcomes([apply(file)])
  await slow.waiting(2)
  await slow.release()
  const both = [await inviting, await removing].flat()
  expect(both.filter((it) => it === 'done')).toHaveLength(1)
  const { items } = await world.admin.api.invitations.list({ organization, search: 'late@acme.test' })
  expect(items.length === 1).toBe((await rolesHere()).includes('guest'))
  for (const it of items) await world.admin.api.invitations.cancel({ organization, invitation: it.id })
})

test.each([
  ['a level that organizations have', 'level_in_use', () => elsewhere],
  ['a level in between', 'level_moved', () => ({ levels: between })],
  ['the place where a role is held', 'role_level_in_use', () => ({ roles: atPlatform })],
  ['what makes the last administrator one', 'administrator_lost', () => ({ roles: noAdmin })],
])('%s is not taken away', async (_, code, change) => {
  const text = changed(change())
  expect((await plan(text)).obstacles.map((it) => it.code)).toContain(code)
  const before = await inForce()
  expect(await refusalOf(apply(text))).toBe('blueprint_blocked')
  expect(await inForce()).toEqual(before)
})
const place = (key: string) => ({ key, label: key, plural: key })
const between = [place('platform'), place('region'), place('tenant')]
let elsewhere: Partial<Blueprint>
let atPlatform: Roles
let noAdmin: Roles
beforeAll(() => {
  const { roles } = world.blueprint
  const moved = roles.map((it) => ({ ...it, levels: it.levels.map((level) => level.replace('tenant', 'client')) }))
  elsewhere = { levels: [place('platform'), place('client')], roles: moved }
  atPlatform = roles.map((it) => (it.key === 'admin' ? { ...it, levels: ['platform'] } : it))
  noAdmin = roles.map((it) =>
    it.key === 'viewer'
      ? { ...it, administrator: true, levels: ['platform', 'tenant'] }
      : { ...it, administrator: false },
  )
})

test('export gives what applies to the very same', async () => {
  const { text, digest } = await world.admin.api.blueprint.show({ organization: top })
  expect(await plan(text)).toMatchObject({ base: digest, digest, changes: [], obstacles: [] })
  expect((await world.admin.api.blueprint.check({ organization: top, text })).faults).toEqual([])
})

test('a plan against what is no longer in force is not carried out', async () => {
  const { base } = await plan(changed({ product: 'One' }))
  await apply(changed({ product: 'Two' }))
  expect(await refusalOf(apply(changed({ product: 'One' }), { base }))).toBe('blueprint_superseded')
})

test('wrong text is told with line, path and reason, and refused', async () => {
  const text = file.replace('label: View Only', 'lable: View Only')
  const line = file.slice(0, file.indexOf('label: View Only')).split('\n').length
  const { faults } = await world.admin.api.blueprint.check({ organization: top, text })
  expect(faults).toContainEqual({ line, path: 'roles.3.lable', reason: 'this key is not known here' })
  expect(await refusalOf(plan(text))).toBe('blueprint_wrong')
  expect(await refusalOf(apply(text))).toBe('blueprint_wrong')
  expect(await refusalOf(apply('x'.repeat(100_001)))).toBe('validation_failed')
})

test('it is for the platform alone', async () => {
  const ada = await member(world, organization, 'tenant-admin@acme.test', 'admin')
  expect(await refusalOf(ada.api.blueprint.show({ organization }))).toBe('permission_missing')
  expect(await refusalOf(ada.api.blueprint.apply({ organization: top, text: file }))).toBe('organization_unknown')
  expect(await refusalOf(world.admin.api.blueprint.apply({ organization, text: file }))).toBe('blueprint_elsewhere')
})

test('by a blueprint nobody gives what they do not hold, nor takes from a role that does more than they do', async () => {
  const permissions = ['blueprint.read', 'blueprint.apply', 'roles.read']
  const role = { label: 'Operator', description: 'Looks after the blueprint.', levels: ['platform'], permissions }
  const { key } = await world.admin.api.roles.create({ organization: top, ...role })
  const email = 'operator@example.com'
  const set = (policy: 'onboarding.modes' | 'password.admin_set', value: unknown) =>
    world.admin.api.policies.set({ organization: top, policy, value })
  await set('onboarding.modes', ['link', 'direct'])
  await set('password.admin_set', 'initial')
  await world.admin.api.users.create({ ...names, organization: top, email, role: key, password: goodPassword })
  const olga = world.person()
  await olga.api.sessions.signIn({ email, password: goodPassword })
  await olga.api.profile.changePassword({ currentPassword: goodPassword, newPassword: 'slow-badger-beacon-48' })
  const by = (text: string) => olga.api.blueprint.apply({ organization: top, text })
  const alter = (of: string, change: (permissions: string[]) => string[]) =>
    withRoles((roles) => roles.map((it) => (it.key === of ? { ...it, permissions: change(it.permissions) } : it)))
  expect(await refusalOf(by(alter('viewer', (it) => [...it, 'users.delete'])))).toBe('permission_above')
  expect(await refusalOf(by(alter('admin', (it) => it.filter((one) => one !== 'users.deactivate'))))).toBe(
    'permission_above',
  )
  expect(await refusalOf(by(without('viewer')))).toBe('permission_above')
  expect((await by(changed({ product: 'Renamed' }))).changes).toHaveLength(1)
  expect((await world.admin.api.blueprint.apply({ organization: top, text: file })).changes).toHaveLength(1)
})
const names = { firstName: 'Olga', lastName: 'Operator' }
