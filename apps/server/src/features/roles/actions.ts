import { permissions as own, type roles, isPermission, type Role } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { grant, type Refused, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Node } from '../../platform/value/reach.ts'
import { inForceIn } from '../blueprint/index.ts'
import { mayAssign } from './rules.ts'
import * as store from './store.ts'

export const actions: ActionsFor<typeof roles> = {
  list: ({ actor, at, inReach }, { within = 'organization' }) =>
    inReach(async (tx) => {
      const [all, { levels, permissions }] = await together(store.all(tx), inForceIn(tx))
      const assigns = assignsOf(all)
      const depth = levels.findIndex((level) => level.key === at.level)
      const reached = levels.filter((_, n) => n === depth || (within === 'subtree' && n > depth)).map((it) => it.key)
      const words = { permissions: permissions ?? {}, roles: new Map(all.map((role) => [role.key, role.label])) }
      const found = all.filter((role) => role.levels.some((level) => reached.includes(level)))
      return { items: found.map((role) => present(role, words, mayAssign(actor.grants, assigns, role, at))) }
    }),
}

type Row = Awaited<ReturnType<typeof store.all>>[number]
const assignsOf = (rows: readonly Row[]) => new Map(rows.map((row) => [row.key, row.assigns]))

interface Words {
  /** Of the permissions of the product itself. */
  readonly permissions: Readonly<Record<string, string>>
  readonly roles: ReadonlyMap<string, string>
}
const present = (row: Row, words: Words, assignable: boolean): Role => ({
  key: row.key,
  label: row.label,
  description: row.description,
  bestFor: row.best_for,
  useCases: row.use_cases,
  permissions: row.permissions.map((key) => ({ key, label: permissionLabel(words.permissions, key) ?? key })),
  levels: row.levels,
  assigns: row.assigns.flatMap((key) => {
    const label = words.roles.get(key)
    return label === undefined ? [] : [{ key, label }]
  }),
  administrator: row.administrator,
  assignable,
})

/** The role, if holders of `mine` may give it at `at`; each caller refuses in the words of its own route. */
export async function assignable(
  tx: Tx,
  mine: readonly Grant[],
  key: string,
  at: Node,
  refused: { unknown: Refused; notAssignable: Refused },
): Promise<Ruling<Row>> {
  const [, all] = await together(store.holdStill(tx, key), store.all(tx))
  const role = all.find((it) => it.key === key)
  if (!role || !role.levels.includes(at.level)) return refused.unknown
  return mayAssign(mine, assignsOf(all), role, at) ? grant(role) : refused.notAssignable
}

/** A permission in words: the product's own, or the blueprint's; undefined when neither knows it. */
export const permissionLabel = (product: Readonly<Record<string, string>>, key: string): string | undefined =>
  isPermission(key) ? own[key] : Object.hasOwn(product, key) ? product[key] : undefined

/** The words for permissions of the product itself, from the blueprint that is in force. */
export const productPermissions = async (tx: Tx): Promise<Readonly<Record<string, string>>> =>
  (await inForceIn(tx)).permissions ?? {}

export { all as allRoles, grantsOf } from './store.ts'
