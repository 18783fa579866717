/** BO11: a setting stands in the blueprint in a few lines; the rest follows. */
import type { Setting } from '@tenantry/contract'
import { createClient } from '@tenantry/sdk'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes, walked, type Member } from '../../../test/builders.ts'
import { createWorld, refusalOf, type Person, type World } from '../../../test/world.ts'

let world: World
/** Platform, distributor, partner, tenant; each below the one before. */
let [root, distributor, partner, tenant] = ['', '', '', '']
let dora: Member // administers the distributor
let tom: Member // administers the tenant
let channel = ''
const ours = `settings:
  - { key: greeting, type: string, maxLength: 40, label: Greeting, default: Hello }
  - { key: seats, type: integer, min: 1, max: 500, unit: seats, label: Seats, default: 5 }
  - { key: brand.color, type: color, label: Colour, levels: [platform, distributor], default: "#0f766e" }
  - { key: export.allowed, type: boolean, label: Exports, permission: users.delete, default: false }
  - { key: help.url, type: url, label: Help, lockable: false }
  - { key: region, type: enum, label: Region, choices: [{ key: eu, label: Europe }, { key: us, label: America }], default: eu }
`
/** Puts the blueprint in force with these settings. */
const apply = (settings: string) =>
  world.admin.api.blueprint.apply({ organization: root, text: channel.replace(/^levels:/m, `${settings}levels:`) })

beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  channel = await readFile(new URL('../../../../../blueprints/channel.yaml', import.meta.url), 'utf8')
  root = world.admin.me.organization.id
  const below = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  distributor = await below(root, 'Dist GmbH')
  partner = await below(distributor, 'Part AG')
  tenant = await below(partner, 'Ten Ltd')
  dora = await member(world, distributor, 'dora@dist.test', 'distributor-admin')
  tom = await member(world, tenant, 'tom@ten.test', 'tenant-admin')
})
afterAll(() => world.stop())

const show = (by: Person, organization: string, setting: string) => by.api.settings.show({ organization, setting })
const set = (by: Person, organization: string, setting: string, value: unknown, more = {}) =>
  by.api.settings.set({ organization, setting, value, ...more })
const reset = (by: Person, organization: string, setting: string) => by.api.settings.reset({ organization, setting })
const short = ({ value, source }: Setting) => [value, source.kind, source.at?.name ?? null]

test('BO11: a line more in the blueprint is a setting in API, validation and inheritance, for the very next request', async () => {
  const { items: none } = await tom.api.settings.list({ organization: tenant })
  expect(none.map((it) => it.key)).not.toContain('greeting')
  expect(await refusalOf(show(tom, tenant, 'greeting'))).toBe('setting_unknown')
  const plan = await apply(ours)
  expect(plan.changes.map((it) => it.summary)).toContain('setting greeting is added')

  const { items } = await tom.api.settings.list({ organization: tenant })
  expect(items.map((it) => it.key)).toEqual([
    'greeting',
    'seats',
    'brand.color',
    'export.allowed',
    'help.url',
    'region',
  ])
  expect(items[0]).toMatchObject({
    definition: { label: 'Greeting', type: 'string' },
    schema: { type: 'string', maxLength: 40 },
    value: 'Hello',
    source: { kind: 'default', at: null, locked: false },
    own: null,
    closed: null,
    version: 0,
  })
  expect(items[4]).toMatchObject({ value: null, source: { kind: 'default' } })
  // Validation, from the same line.
  expect(await refusalOf(set(tom, tenant, 'greeting', 'x'.repeat(41)))).toBe('setting_value_wrong')
  // Inheritance.
  await set(dora, distributor, 'greeting', 'Moin', { reason: 'We are from the north' })
  expect(short(await show(tom, tenant, 'greeting'))).toEqual(['Moin', 'inherited', null])
  expect(short(await show(dora, tenant, 'greeting'))).toEqual(['Moin', 'inherited', 'Dist GmbH'])
  expect(await show(dora, distributor, 'greeting')).toMatchObject({
    inherited: 'Hello',
    setBy: { actor: { name: 'dora Example' }, reason: 'We are from the north' },
  })
  await set(tom, tenant, 'greeting', 'Tach')
  expect(short(await show(tom, tenant, 'greeting'))).toEqual(['Tach', 'set', 'Ten Ltd'])
  await reset(tom, tenant, 'greeting')
  expect((await show(tom, tenant, 'greeting')).value).toBe('Moin')
  expect(await refusalOf(reset(tom, tenant, 'greeting'))).toBe('setting_not_set')
})

test('BO11: a program of the product reads what holds in a tenant in one call, with an API key', async () => {
  const { secret } = await world.admin.api.keys.create({ name: 'The product itself' })
  const program = createClient({ baseUrl: world.baseUrl, key: secret ?? '' })
  const { items } = await program.settings.list({ organization: tenant })
  expect(Object.fromEntries(items.map((it) => [it.key, it.value]))).toEqual({
    greeting: 'Moin',
    seats: 5,
    'brand.color': '#0f766e',
    'export.allowed': false,
    'help.url': null,
    region: 'eu',
  })
})

test.each<[string, unknown, string, string]>([
  ['seats', 0, 'body.value', 'minimum'],
  ['seats', 501, 'body.value', 'maximum'],
  ['seats', 2.5, 'body.value', 'type'],
  ['seats', '5', 'body.value', 'type'],
  ['seats', null, 'body.value', 'type'],
  ['greeting', '', 'body.value', 'minLength'],
  ['greeting', 'a\nb', 'body.value', 'pattern'],
  ['greeting', 'a\u202eb', 'body.value', 'pattern'],
  ['help.url', 'http://example.com', 'body.value', 'pattern'],
  ['help.url', 'https://user:secret@example.com', 'body.value', 'pattern'],
  ['help.url', 'https://[', 'body.value', 'format'],
  ['region', 'mars', 'body.value', 'enum'],
  ['brand.color', '#fff', 'body.value', 'setting_level_differs'],
])('BO11: a value outside its type is refused beside its field: %s %j', async (setting, value, path, code) => {
  const answer = await tom.send('PUT', `/organizations/${tenant}/settings/${setting}`, { value })
  const problem = (await answer.json()) as { code: string; fields: { path: string; code: string }[] }
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(problem.fields).toEqual([expect.objectContaining({ path, code })])
  expect((await show(tom, tenant, setting)).own).toBeNull()
})

test('BO11: a lock above overrules what is set below and keeps it from being set; what cannot be locked is not', async () => {
  await set(tom, tenant, 'seats', 50)
  await set(dora, distributor, 'seats', 10, { locked: true })
  expect(await show(tom, tenant, 'seats')).toMatchObject({
    value: 10,
    source: { kind: 'locked', at: null, locked: true },
    own: { value: 50, locked: false },
    closed: 'setting_locked',
  })
  expect(await refusalOf(set(tom, tenant, 'seats', 60))).toBe('setting_locked')
  await set(dora, distributor, 'seats', 10, { locked: false })
  expect(short(await show(tom, tenant, 'seats'))).toEqual([50, 'set', 'Ten Ltd'])
  const lock = set(dora, distributor, 'help.url', 'https://help.example', { locked: true })
  expect(await refusalOf(lock)).toBe('setting_not_lockable')
  await reset(tom, tenant, 'seats')
  await reset(dora, distributor, 'seats')
})

test('BO11: where a setting can be set, and by whom, stands in its definition', async () => {
  await set(dora, distributor, 'brand.color', '#112233')
  expect(await show(tom, tenant, 'brand.color')).toMatchObject({ value: '#112233', closed: 'setting_level_differs' })
  // A role of the tenant's own that may change settings, but lacks the permission that one of them asks for.
  const { key } = await tom.api.roles.create({
    organization: tenant,
    label: 'Settings only',
    description: 'Changes settings',
    permissions: ['organizations.read', 'organizations.update', 'roles.read'],
    levels: ['tenant'],
  })
  const sue = await member(world, tenant, 'sue@ten.test', key)
  expect((await set(sue, tenant, 'seats', 7)).value).toBe(7)
  const seen = await show(sue, tenant, 'export.allowed')
  expect(seen).toMatchObject({ value: false, closed: 'permission_missing' })
  expect(await refusalOf(set(sue, tenant, 'export.allowed', true))).toBe('permission_missing')
  await set(tom, tenant, 'export.allowed', true)
  expect(await refusalOf(reset(sue, tenant, 'export.allowed'))).toBe('permission_missing')
  await reset(tom, tenant, 'export.allowed')
  await reset(tom, tenant, 'seats')
  // Whoever may not see the organization sees no settings; another's organization is none.
  const una = await member(world, tenant, 'una@ten.test', 'tenant-user')
  expect(await refusalOf(una.api.settings.list({ organization: tenant }))).toBe('permission_missing')
  expect(await refusalOf(tom.api.settings.list({ organization: distributor }))).toBe('organization_unknown')
})

test('BO11: the history tells who set what, when and why; an earlier value comes back; two at once do not overwrite each other', async () => {
  for (const value of [11, 22, 33]) await set(tom, tenant, 'seats', value, { reason: `${value} people` })
  await reset(tom, tenant, 'seats')
  const history = await walked((cursor) =>
    tom.api.settings.history({ organization: tenant, setting: 'seats', limit: 2, ...(cursor ? { cursor } : {}) }),
  )
  expect(history.slice(0, 3).map((it) => [it.after?.value ?? null, it.before?.value ?? null, it.reason])).toEqual([
    [null, 33, null],
    [33, 22, '33 people'],
    [22, 11, '22 people'],
  ])
  const restore = (change = '') => tom.api.settings.restore({ organization: tenant, setting: 'seats', change })
  const now = await restore(history[2]?.id)
  expect(now).toMatchObject({ value: 22, source: { kind: 'set' } })
  expect(await refusalOf(restore(history[0]?.id))).toBe('setting_change_unknown')
  await set(dora, distributor, 'seats', 44)
  const [foreign] = (await dora.api.settings.history({ organization: distributor, setting: 'seats' })).items
  expect(await refusalOf(restore(foreign?.id))).toBe('setting_change_unknown')
  const at = (value: number) =>
    tom.api.settings.set({ organization: tenant, setting: 'seats', value }, { version: now.version })
  expect(await outcomes([at(1), at(2)])).toEqual(['done', 'version_differs'])
})

test('BO11: values follow an organization that moves, and go with one that is purged', async () => {
  const { api } = world.admin
  const other = (await api.organizations.create({ organization: distributor, name: 'Other AG' })).id
  const moved = (await api.organizations.create({ organization: partner, name: 'Moves' })).id
  await set(world.admin, other, 'greeting', 'Servus')
  await set(world.admin, moved, 'seats', 9)
  await api.organizations.move({ organization: moved, to: other })
  expect(short(await show(world.admin, moved, 'seats'))).toEqual([9, 'set', 'Moves'])
  expect((await show(world.admin, moved, 'greeting')).value).toBe('Servus')
  const rows = () => world.database.query('select from setting_values where value = $1', ['"Servus"'])
  expect(await rows()).toHaveLength(1)
  await api.organizations.remove({ organization: other, confirm: 'Other AG' })
  // The steps are the purging job's own (organizations.standing.test.ts); here it is whether they find this table.
  const later = new Date(world.now().getTime() + 400 * 86_400_000)
  for (let steps = 0; steps < 9; steps += 1) await world.database.query('select purge_step($1, 100)', [later])
  expect(await rows()).toHaveLength(0)
})

test('BO11: a plan says whose values would not fit any more; they are kept, what is inherited holds, and they come back', async () => {
  await set(tom, tenant, 'seats', 400)
  await set(dora, distributor, 'seats', 44, { locked: false })
  await set(tom, tenant, 'region', 'us')
  const narrower = ours.replace('max: 500', 'max: 100').replace(', { key: us, label: America }', '')
  const text = channel.replace(/^levels:/m, `${narrower}levels:`)
  const plan = await world.admin.api.blueprint.plan({ organization: root, text })
  expect(plan.obstacles).toEqual([])
  expect(plan.changes.filter((it) => it.part === 'setting_value')).toEqual([
    expect.objectContaining({ key: 'seats', organizations: 1 }),
    expect.objectContaining({ key: 'region', organizations: 1 }),
  ])
  await apply(narrower)
  expect(short(await show(tom, tenant, 'seats'))).toEqual([44, 'inherited', null])
  expect(short(await show(tom, tenant, 'region'))).toEqual(['eu', 'default', null])
  // Nor is an earlier value set again that is none any more.
  const { items } = await tom.api.settings.history({ organization: tenant, setting: 'seats' })
  const restore = tom.api.settings.restore({ organization: tenant, setting: 'seats', change: items[0]?.id ?? '' })
  expect(await refusalOf(restore)).toBe('setting_value_wrong')
  await apply(ours)
  expect(short(await show(tom, tenant, 'seats'))).toEqual([400, 'set', 'Ten Ltd'])
  // One that goes altogether.
  const gone = await world.admin.api.blueprint.plan({
    organization: root,
    text: channel.replace(/^levels:/m, `${ours.replace(/ {2}- \{ key: seats.*\n/, '')}levels:`),
  })
  expect(gone.changes.map((it) => it.summary)).toEqual([
    'setting seats is removed',
    '2 organizations set seats to what it cannot be any more: what is inherited holds there',
  ])
})

test('BO11: export and import keep every setting as it is', async () => {
  const { text } = await world.admin.api.blueprint.show({ organization: root })
  expect(text).toContain('key: help.url')
  const again = await world.admin.api.blueprint.plan({ organization: root, text })
  expect(again.digest).toBe(again.base)
})
