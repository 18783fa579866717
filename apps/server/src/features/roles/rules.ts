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
}
/** May holders of these grants give this role at this node? By the blueprint's table, and never above their own rank. */
export const mayAssign = (
  mine: readonly Grant[],
  assigns: ReadonlyMap<string, readonly string[]>,
  role: Assignable,
  at: Node,
): boolean =>
  role.levels.includes(at.level) &&
  mine.some((it) => isWithin(at.path, it.path) && assigns.get(it.role)?.includes(role.key)) &&
  outranks(mine, [{ role: role.key, path: at.path, permissions: role.permissions }])
