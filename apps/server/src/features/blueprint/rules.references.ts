/** What a schema cannot say of a blueprint: that every name refers to something, and that somebody can administer the whole. */
import { isCurrency, isPermission, labelKeys, levelLabels, type Blueprint } from '@tenantry/contract'
import type { Path, Wrong } from './rules.faults.ts'
import { wrongSettings } from './rules.settings.ts'

/** Why a policy may not have this value, or that there is no such policy; undefined when all is well. */
export type PolicyFault = (key: string, value: unknown) => string | undefined

const unknown = (names: readonly string[], ok: (name: string) => boolean, path: Path, what: string): Wrong[] =>
  names.flatMap((name, i) => (ok(name) ? [] : [{ path: [...path, i], reason: `${what} "${name}" does not exist` }]))

const twice = (names: readonly string[], path: Path, what: string, field = 'key'): Wrong[] =>
  names.flatMap((name, i) =>
    names.indexOf(name) < i ? [{ path: [...path, i, field], reason: `${what} "${name}" stands twice` }] : [],
  )
const keysOf = (list: readonly { readonly key: string }[] = []) => list.map((it) => it.key)
const has = (record: object | undefined, key: string) => Object.hasOwn(record ?? {}, key)

export function wrongReferences(it: Blueprint, policyFault: PolicyFault = () => undefined): Wrong[] {
  return [
    ...wrongRoles(it),
    ...wrongWords(it),
    ...wrongTiers(it),
    ...wrongTeams(it),
    ...wrongPolicies(it, policyFault),
    ...wrongSettings(it),
  ]
}

const isKnown = (it: Blueprint) => (key: string) => isPermission(key) || has(it.permissions, key)

function wrongRoles(it: Blueprint): Wrong[] {
  const [levels, roles] = [keysOf(it.levels), keysOf(it.roles)]
  const [top] = levels
  return [
    ...twice(levels, ['levels'], 'level'),
    ...twice(roles, ['roles'], 'role'),
    ...Object.keys(it.permissions ?? {})
      .filter(isPermission)
      .map((key) => ({ path: ['permissions', key], reason: 'is a permission of Tenantry itself' })),
    ...it.roles.flatMap((role, i) => [
      ...unknown(role.levels, (name) => levels.includes(name), ['roles', i, 'levels'], 'level'),
      ...unknown(role.permissions, isKnown(it), ['roles', i, 'permissions'], 'permission'),
      ...unknown(role.assigns, (name) => roles.includes(name), ['roles', i, 'assigns'], 'role'),
    ]),
    ...(it.roles.some((role) => role.administrator && top !== undefined && role.levels.includes(top))
      ? []
      : [{ path: ['roles'], reason: `no role with "administrator: true" can be held at the top level "${top}"` }]),
  ]
}

function wrongWords(it: Blueprint): Wrong[] {
  const levels = keysOf(it.levels)
  const words = new Set<string>([...labelKeys, ...levels.flatMap(levelLabels)])
  const menus = it.menus ?? []
  return [
    ...Object.keys(it.labels ?? {})
      .filter((key) => !words.has(key))
      .map((key) => ({ path: ['labels', key], reason: 'there is no such label' })),
    ...twice(
      menus.map((menu) => menu.entry),
      ['menus'],
      'entry',
      'entry',
    ),
    ...menus.flatMap((menu, i) => [
      ...unknown(menu.levels ?? [], (name) => levels.includes(name), ['menus', i, 'levels'], 'level'),
      ...(menu.permission === undefined || isKnown(it)(menu.permission)
        ? []
        : [{ path: ['menus', i, 'permission'], reason: `permission "${menu.permission}" does not exist` }]),
    ]),
  ]
}

function wrongTiers(it: Blueprint): Wrong[] {
  const tiers = it.tiers ?? []
  const currency = (code: string | undefined, path: Path): Wrong[] =>
    code === undefined || isCurrency(code)
      ? []
      : [{ path: [...path, 'currency'], reason: `"${code}" is no currency of ISO 4217` }]
  return [
    ...twice(keysOf(tiers), ['tiers'], 'tier'),
    ...tiers.flatMap((tier, i) => [
      ...unknown(tier.features, (name) => has(it.features, name), ['tiers', i, 'features'], 'feature'),
      ...currency(tier.price?.currency, ['tiers', i, 'price']),
      ...twice(keysOf(tier.models), ['tiers', i, 'models'], 'model'),
      ...(tier.models ?? []).flatMap((model, j) => {
        const at: Path = ['tiers', i, 'models', j]
        const limits = model.limits.map((limit) => `${limit.unit} per ${limit.period}`)
        return [
          ...twice(limits, [...at, 'limits'], 'limit', 'unit'),
          ...model.limits.flatMap((limit, n) =>
            limit.soft !== undefined && limit.soft > limit.hard
              ? [{ path: [...at, 'limits', n, 'soft'], reason: 'is above the hard limit' }]
              : [],
          ),
          ...model.prices.flatMap((price, n) => currency(price.currency, [...at, 'prices', n])),
        ]
      }),
    ]),
  ]
}

function wrongTeams(it: Blueprint): Wrong[] {
  const types = new Map((it.objectTypes ?? []).map((type) => [type.key, keysOf(type.actions)]))
  return [
    ...twice(keysOf(it.objectTypes), ['objectTypes'], 'object type'),
    ...twice(keysOf(it.teamRoles), ['teamRoles'], 'team role'),
    ...(it.objectTypes ?? []).flatMap((type, i) => [
      ...twice(keysOf(type.actions), ['objectTypes', i, 'actions'], 'action'),
      ...(type.anywhere === undefined || isKnown(it)(type.anywhere)
        ? []
        : [{ path: ['objectTypes', i, 'anywhere'], reason: `permission "${type.anywhere}" does not exist` }]),
    ]),
    ...(it.teamRoles ?? []).flatMap((role, i) =>
      Object.entries(role.allows).flatMap(([type, actions]) => {
        const known = types.get(type)
        const path: Path = ['teamRoles', i, 'allows', type]
        if (!known) return [{ path, reason: `object type "${type}" does not exist` }]
        return unknown(actions, (name) => known.includes(name), path, 'action')
      }),
    ),
  ]
}

const wrongPolicies = (it: Blueprint, policyFault: PolicyFault): Wrong[] =>
  Object.entries(it.policies ?? {}).flatMap(([key, { value }]) => {
    const reason = policyFault(key, value)
    return reason === undefined ? [] : [{ path: ['policies', key, 'value'], reason }]
  })
