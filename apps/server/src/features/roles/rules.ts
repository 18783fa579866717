/** The one decision function of the product, and rank: pure, over what the authority look-up read. */
import { grant, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { isWithin, type Node } from '../../platform/value/reach.ts'
import { publicId } from '../../platform/value/ids.ts'

/** The grant that allows `permission` at `path`, if there is one. */
export const allowedBy = (grants: readonly Grant[], permission: string, path: string): Grant | undefined =>
  grants.find((it) => isWithin(path, it.path) && it.permissions.includes(permission))

/**
 * May the holder of these grants do this there? An organization beyond every grant answers as if it did not exist;
 * one within reach says which permission is missing.
 */
export function decide(grants: readonly Grant[], permission: string, target: Node | null): Ruling<Node> {
  if (!target || !grants.some((it) => isWithin(target.path, it.path))) return refuseCommon('organization_unknown')
  if (allowedBy(grants, permission, target.path)) return grant(target)
  const at = { id: publicId('org', target.id), name: target.name, level: target.level }
  return refuseCommon('permission_missing', { missing: { permission, at } })
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
