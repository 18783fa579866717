/** Blueprint files: what is wrong in one is told with line, path and reason. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseBlueprint, WrongBlueprint } from './index.ts'

const good = await readFile(new URL('../../../../../blueprints/backoffice.yaml', import.meta.url), 'utf8')
/** What is wrong with a text, as the starter of the server reads it. */
function faultsOf(text: string, policyFault?: (key: string, value: unknown) => string | undefined): string[] {
  try {
    parseBlueprint(text, 'my.yaml', policyFault)
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
  ['a permission that does not exist', '- mails.read', '- mails.destroy', 'permission "mails.destroy" does not exist'],
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

const bare = good.replace(/menus:\n(?: {2}- .*\n)+/, '')
const more = `
labels: { menu.tenantManagement: Tenants, menu.nonsense: Nonsense }
menus:
  - { entry: users, group: Administration, permission: users.fly, levels: [planet] }
  - { entry: users }
policies: { code.pattern: { value: 7 } }
features: { chat: Chat }
tiers:
  - key: small
    label: Small
    description: Little.
    price: { amount: "10.00", currency: XQX, period: month }
    features: [chat, flying]
    models:
      - key: mini
        label: Mini
        limits:
          - { unit: tokens, period: day, soft: 11, hard: 10 }
          - { unit: tokens, period: day, hard: 10 }
        prices: [{ unit: tokens, per: 1000, amount: "0.02", currency: EUR }]
objectTypes:
  - { key: flow, label: Flow, plural: Flows, description: One., actions: [{ key: run, label: Run }], anywhere: flows.all }
teamRoles:
  - { key: maker, label: Maker, description: Makes., allows: { flow: [run, fly], ship: [sail] } }
`

test.each([
  ['labels.menu.nonsense', 'there is no such label'],
  ['menus.1.entry', 'entry "users" stands twice'],
  ['menus.0.permission', 'permission "users.fly" does not exist'],
  ['menus.0.levels.0', 'level "planet" does not exist'],
  ['policies.code.pattern.value', 'must be a pattern'],
  ['tiers.0.features.1', 'feature "flying" does not exist'],
  ['tiers.0.price.currency', '"XQX" is no currency of ISO 4217'],
  ['tiers.0.models.0.limits.0.soft', 'is above the hard limit'],
  ['tiers.0.models.0.limits.1.unit', 'limit "tokens per day" stands twice'],
  ['objectTypes.0.anywhere', 'permission "flows.all" does not exist'],
  ['teamRoles.0.allows.flow.1', 'action "fly" does not exist'],
  ['teamRoles.0.allows.ship', 'object type "ship" does not exist'],
])('every name refers to something: %s', (path, reason) => {
  const faults = faultsOf(bare + more, (key, value) =>
    key === 'code.pattern' && typeof value !== 'string' ? 'must be a pattern' : undefined,
  )
  const [found = ''] = faults.filter((it) => it.includes(`: ${path}: ${reason}`))
  expect(found, faults.join('\n')).not.toBe('')
  const line = (bare + more).split('\n')[Number(found.split(':')[1]) - 1]
  const named = path.split('.').filter((part) => !/^\d+$/.test(part))
  expect(named.some((part) => line?.includes(part)) || /unit|planet|flying/.test(line ?? ''), line).toBe(true)
})

test('prices are decimal digits, amounts of money never numbers', () => {
  for (const [from, to] of [
    ['"10.00"', '10.0'],
    ['"10.00"', '"1e3"'],
    ['"0.02"', '"-1"'],
    ['period: month', 'period: fortnight'],
  ] as const)
    expect(faultsOf(bare + more.replace(from, to)).join('\n')).toMatch(/amount: must|period: must be one of/)
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
  ['brackets without end', `a: ${'['.repeat(20_000)}`, /./],
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

test('fifty thousand keys, or as many quotes where none belong, keep nobody waiting: a minute when each was compared with all', () => {
  const from = performance.now()
  expect(faultsOf(Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`).join('\n'))).toHaveLength(200)
  expect(faultsOf(`name: a\nname: b\nc: ${"'x' ".repeat(40_000)}`)).toHaveLength(200)
  expect(performance.now() - from).toBeLessThan(15_000)
})
