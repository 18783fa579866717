import type { roles } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { grant, type Refused, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Node } from '../../platform/value/reach.ts'
import { inForceIn } from '../blueprint/index.ts'
import { ownRolesWith, type Capabilities } from './custom.ts'
import { present } from './present.ts'
import { mayAssign } from './rules.ts'
import * as store from './store.ts'

export const actionsWith = (capabilities: Capabilities): ActionsFor<typeof roles> => ({
  ...ownRolesWith(capabilities),
  /** Those that can be held here, and those that this organization made for the levels below. */
  list: ({ actor, at, inReach }, { within = 'organization' }) =>
    inReach(async (tx) => {
      const [all, { levels, permissions }] = await together(store.all(tx, at.path), inForceIn(tx))
      const assigns = new Map(all.map((row) => [row.key, row.assigns]))
      const depth = levels.findIndex((level) => level.key === at.level)
      const reached = levels.filter((_, n) => n === depth || (within === 'subtree' && n > depth)).map((it) => it.key)
      const words = { permissions: permissions ?? {}, roles: new Map(all.map((role) => [role.key, role.label])) }
      const found = all.filter(
        (role) => role.org_path === at.path || role.levels.some((level) => reached.includes(level)),
      )
      return { items: found.map((role) => present(role, words, mayAssign(actor.grants, assigns, role, at))) }
    }),
})

/** The role, if holders of `mine` may give it at `at`; each caller refuses in the words of its own route. */
export async function assignable(
  tx: Tx,
  mine: readonly Grant[],
  key: string,
  at: Node,
  refused: { unknown: Refused; notAssignable: Refused },
): Promise<Ruling<store.RoleRow>> {
  const [, all] = await together(store.holdStill(tx, key), store.all(tx, at.path))
  const role = all.find((it) => it.key === key)
  if (!role || !role.levels.includes(at.level)) return refused.unknown
  return mayAssign(mine, new Map(all.map((it) => [it.key, it.assigns])), role, at) ? grant(role) : refused.notAssignable
}

/** The words for permissions of the product itself, from the blueprint that is in force. */
export const productPermissions = async (tx: Tx): Promise<Readonly<Record<string, string>>> =>
  (await inForceIn(tx)).permissions ?? {}

export { all as allRoles } from './store.ts'
export { permissionLabel } from './present.ts'
export { grantsOf } from './store.ts'
export type { Capabilities }
