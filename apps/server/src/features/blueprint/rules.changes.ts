/** What would be different under another blueprint, and for how many. Pure: two documents and who holds what. */
import type { Blueprint, BlueprintChange } from '@tenantry/contract'

export interface Held {
  readonly users: number
  readonly invitations: number
}
export type HeldRoles = ReadonlyMap<string, Held>
type Part = BlueprintChange['part']
type Keyed = { readonly key: string }
type Facts = Pick<BlueprintChange, 'part' | 'kind' | 'key'> & Partial<BlueprintChange>

const nobody: Held = { users: 0, invitations: 0 }
const change = (facts: Facts): BlueprintChange => {
  const whole = { role: null, field: null, before: null, after: null, ...nobody, organizations: 0, ...facts }
  return { ...whole, summary: sentence(whole) }
}
const text = (value: unknown): string | null => {
  if (value === undefined || value === null) return null
  const isWords = Array.isArray(value) && value.every((it) => typeof it === 'string')
  const whole = typeof value === 'string' ? value : isWords ? value.join(', ') : JSON.stringify(value)
  return whole.length > 500 ? `${whole.slice(0, 499)}…` : whole
}

/** `unfit`: by setting, how many organizations set what it could not be any more. */
export function changesBetween(
  before: Blueprint | null,
  after: Blueprint,
  held: HeldRoles,
  unfit: ReadonlyMap<string, number> = new Map(),
): BlueprintChange[] {
  if (!before) return []
  return [
    ...ofValues(
      'product',
      { name: before.name, product: before.product },
      { name: after.name, product: after.product },
    ),
    ...ofLists('level', before.levels, after.levels),
    ...ofRoles(before.roles, after.roles, held),
    ...ofValues('permission', before.permissions, after.permissions),
    ...ofValues('policy', before.policies, after.policies),
    ...ofLists('setting', before.settings, after.settings),
    ...[...unfit].map(([key, organizations]) => change({ part: 'setting_value', kind: 'removed', key, organizations })),
    ...ofValues('feature', before.features, after.features),
    ...ofLists('tier', before.tiers, after.tiers),
    ...ofLists('object_type', before.objectTypes, after.objectTypes),
    ...ofLists('team_role', before.teamRoles, after.teamRoles),
    ...ofValues('label', before.labels, after.labels),
    ...ofLists('menu', keyed(before.menus), keyed(after.menus)),
  ]
}

const keyed = (menus: Blueprint['menus'] = []) => menus.map(({ entry, ...rest }) => ({ key: entry, ...rest }))

function ofRoles(before: Blueprint['roles'], after: Blueprint['roles'], held: HeldRoles): BlueprintChange[] {
  const bare = (roles: Blueprint['roles']) => roles.map(({ permissions: _, ...role }) => role)
  const same = before.flatMap((was) => {
    const is = after.find((role) => role.key === was.key)
    return is ? [{ was, is }] : []
  })
  const given = same.flatMap(({ was, is }) => {
    const of = (key: string, kind: 'added' | 'removed') =>
      change({ part: 'role_permission', kind, key, role: was.key, ...(held.get(was.key) ?? nobody) })
    return [
      ...was.permissions.filter((key) => !is.permissions.includes(key)).map((key) => of(key, 'removed')),
      ...is.permissions.filter((key) => !was.permissions.includes(key)).map((key) => of(key, 'added')),
    ]
  })
  return [...ofLists('role', bare(before), bare(after), held), ...given]
}

function ofLists<T extends Keyed>(
  part: Part,
  before: readonly T[] = [],
  after: readonly T[] = [],
  held: HeldRoles = new Map(),
): BlueprintChange[] {
  const find = (list: readonly T[], key: string) => list.find((it) => it.key === key)
  const whom = (key: string) => held.get(key) ?? nobody
  const kept = after.filter((it) => find(before, it.key)).map((it) => it.key)
  const order = before.filter((it) => find(after, it.key)).map((it) => it.key)
  return [
    ...before
      .filter((it) => !find(after, it.key))
      .map(({ key }) => change({ part, kind: 'removed', key, ...whom(key) })),
    ...after.filter((it) => !find(before, it.key)).map(({ key }) => change({ part, kind: 'added', key })),
    ...after.flatMap((is) => {
      const was = find(before, is.key)
      return was ? ofFields(part, was, is).map((it) => change({ ...it, ...whom(is.key) })) : []
    }),
    ...(order.join() === kept.join()
      ? []
      : [change({ part, kind: 'changed', key: '', field: 'order', before: order.join(', '), after: kept.join(', ') })]),
  ]
}

function ofFields(part: Part, was: Keyed, is: Keyed): Facts[] {
  const [a, b] = [was as Record<string, unknown>, is as Record<string, unknown>] as const
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return fields
    .filter((field) => canonical(a[field]) !== canonical(b[field]))
    .map((field) => ({ part, kind: 'changed', key: is.key, field, before: text(a[field]), after: text(b[field]) }))
}

function ofValues(
  part: Part,
  before: Readonly<Record<string, unknown>> = {},
  after: Readonly<Record<string, unknown>> = {},
): BlueprintChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter((key) => canonical(before[key]) !== canonical(after[key]))
    .map((key) => {
      const kind = !Object.hasOwn(before, key) ? 'added' : Object.hasOwn(after, key) ? 'changed' : 'removed'
      return change({ part, kind, key, before: text(before[key]), after: text(after[key]) })
    })
}

/** The order in which keys are written means nothing, and the database does not keep it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`
}

export const people = (n: number) => (n === 1 ? '1 user' : `${n} users`)
const words: Partial<Record<Part, string>> = { object_type: 'object type', team_role: 'team role', menu: 'menu entry' }

function sentence(it: Omit<BlueprintChange, 'summary'>): string {
  if (it.part === 'role_permission') {
    const verb = it.kind === 'removed' ? ['loses', 'lose'] : ['gets', 'get']
    return `${people(it.users)} ${verb[it.users === 1 ? 0 : 1]} ${it.key} (role ${it.role})`
  }
  if (it.part === 'setting_value')
    return `${it.organizations === 1 ? '1 organization sets' : `${it.organizations} organizations set`} ${it.key} to what it cannot be any more: what is inherited holds there`
  const what = `${words[it.part] ?? it.part}${it.key ? ` ${it.key}` : 's'}`
  if (it.kind !== 'changed') return `${what} is ${it.kind}`
  const field = it.field ? `${what}: ${it.field}` : what
  const whom = it.users ? ` (${people(it.users)})` : ''
  return `${field} changes from ${it.before ?? 'nothing'} to ${it.after ?? 'nothing'}${whom}`
}
