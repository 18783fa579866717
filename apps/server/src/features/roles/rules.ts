/** The one decision function of the product, and rank: pure, over what the authority look-up read. */
import { allowedBy, judge } from '@tenantry/contract'
import { grant, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { isWithin, type Node } from '../../platform/value/reach.ts'
import { publicId } from '../../platform/value/ids.ts'

/**
 * May the holder of these grants do this there? An organization beyond every grant answers as if it did not exist;
 * one within reach says which permission is missing.
 */
export function decide(grants: readonly Grant[], permission: string, target: Node | null): Ruling<Node> {
  const judged = judge(grants, permission, target?.path ?? null)
  if (judged === 'reach' || !target) return refuseCommon('organization_unknown')
  if (judged !== 'permission') return grant(target)
  const at = { id: publicId('org', target.id), name: target.name, level: target.level }
  return refuseCommon('permission_missing', { missing: { permission, at } })
}

export { allowedBy }

export type Explained =
  | { readonly allowed: true; readonly by: Grant }
  | {
      readonly allowed: false
      readonly reason: 'reach' | 'permission'
      /** Grants with the permission at other places. */
      readonly heldElsewhere: readonly Grant[]
    }
/** Why `decide` says what it says. */
export function explain(grants: readonly Grant[], permission: string, target: Node | null): Explained {
  const judged = judge(grants, permission, target?.path ?? null)
  if (typeof judged === 'object') return { allowed: true, by: judged }
  const heldElsewhere = grants.filter((it) => it.permissions.includes(permission))
  return { allowed: false, reason: judged, heldElsewhere }
}

/** Everything `theirs` may do, wherever they may do it, `mine` may do there too. */
export const outranks = (mine: readonly Grant[], theirs: readonly Grant[]): boolean =>
  theirs.every((it) => it.permissions.every((permission) => allowedBy(mine, permission, it.path)))

export interface Assignable {
  readonly key: string
  readonly permissions: readonly string[]
  readonly levels: readonly string[]
  /** Where an organization's own role begins to exist; null for those of the blueprint. */
  readonly org_path: string | null
}
type Assigns = ReadonlyMap<string, readonly string[]>
/** By the tables of the roles; an organization's own role also by whoever manages roles there. */
const gives = (it: Grant, assigns: Assigns, role: Assignable): boolean =>
  assigns.get(it.role)?.includes(role.key) === true ||
  (role.org_path !== null && it.permissions.includes('roles.manage'))

/** May holders of these grants give this role at this node? By the blueprint's table, and never above their own rank. */
export const mayAssign = (mine: readonly Grant[], assigns: Assigns, role: Assignable, at: Node): boolean =>
  role.levels.includes(at.level) && mayPassOn(mine, assigns, role, at.path)

/** The same without a level: may the right to give this role, at that place and below, be put into a role one makes? */
export const mayPassOn = (mine: readonly Grant[], assigns: Assigns, role: Assignable, path: string): boolean =>
  (role.org_path === null || isWithin(path, role.org_path)) &&
  mine.some((it) => isWithin(path, it.path) && gives(it, assigns, role)) &&
  outranks(mine, [{ role: role.key, path, permissions: role.permissions }])

export interface Giving extends Assignable {
  readonly assigns: readonly string[]
}
/** Somebody gets a role by a change of it, by an invitation, or by being created with it. */
const giving = ['users.change_role', 'invitations.create', 'users.create']

/** The roles that carry a permission at a place and at others, and the roles whose holders over it may give one there. */
export function givers<R extends Giving>(all: readonly R[], permission: string, at: Node) {
  const assigns = new Map(all.map((it) => [it.key, it.assigns]))
  const carrying = all.filter((it) => it.permissions.includes(permission))
  const [roles, otherRoles] = [true, false].map((here) =>
    carrying.filter((it) => it.levels.includes(at.level) === here),
  ) as [R[], R[]]
  const by = all.filter(({ key, permissions }) => {
    const theirs = [{ role: key, path: at.path, permissions }]
    return giving.some((it) => permissions.includes(it)) && roles.some((role) => mayAssign(theirs, assigns, role, at))
  })
  return { roles, otherRoles, by }
}
