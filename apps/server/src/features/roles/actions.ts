import { permissions as own, type roles, isPermission, type Role } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { grant, type Refused, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Node } from '../../platform/value/reach.ts'
import { mayAssign } from './rules.ts'
import * as store from './store.ts'

export const actions: ActionsFor<typeof roles> = {
  list: ({ actor, at, inReach }) =>
    inReach(async (tx) => {
      const [all, product] = [await store.all(tx), await store.productPermissions(tx)]
      const assigns = assignsOf(all)
      const here = all.filter((role) => role.levels.includes(at.level))
      return { items: here.map((role) => present(role, product, mayAssign(actor.grants, assigns, role, at))) }
    }),
}

type Row = Awaited<ReturnType<typeof store.all>>[number]
const assignsOf = (rows: readonly Row[]) => new Map(rows.map((row) => [row.key, row.assigns]))

const present = (row: Row, product: Record<string, string>, assignable: boolean): Role => ({
  key: row.key,
  label: row.label,
  description: row.description,
  bestFor: row.best_for,
  useCases: row.use_cases,
  permissions: row.permissions.map((key) => ({ key, label: permissionLabel(product, key) ?? key })),
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
  const all = await store.all(tx)
  const role = all.find((it) => it.key === key)
  if (!role || !role.levels.includes(at.level)) return refused.unknown
  return mayAssign(mine, assignsOf(all), role, at) ? grant(role) : refused.notAssignable
}

/** A permission in words: the product's own, or the blueprint's; undefined when neither knows it. */
export const permissionLabel = (product: Record<string, string>, key: string): string | undefined =>
  isPermission(key) ? own[key] : Object.hasOwn(product, key) ? product[key] : undefined

export { all as allRoles, grantsOf, productPermissions } from './store.ts'
