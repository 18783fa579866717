/** An organization's own roles: never above what their maker holds there. */
import { isPermission, roles, type ActorRef } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { mayPassOn, outranks, type Assignable } from './rules.ts'

const refuse = refusals(roles.create)
const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})

export interface Draft {
  readonly permissions: readonly string[]
  readonly levels: readonly string[]
  readonly assigns: readonly string[]
}
export interface Surroundings {
  readonly path: string
  /** Levels of the organization and of what lies below it, by the blueprint. */
  readonly levels: readonly string[]
  /** Permissions of the host product. */
  readonly product: Readonly<Record<string, string>>
  /** Roles that exist at the organization. */
  readonly roles: ReadonlyMap<string, Assignable & { readonly assigns: readonly string[] }>
}

/** May the holder of these grants make a role of this content here? Each fault is told beside its field. */
export function mayShape(mine: readonly Grant[], { permissions, levels, assigns }: Draft, here: Surroundings): Ruling {
  const strange = permissions.find((it) => !isPermission(it) && !Object.hasOwn(here.product, it))
  if (strange !== undefined)
    return refuse('permission_unknown', beside('permissions', 'permission_unknown', `There is no ${strange}.`))
  const above = permissions.find((it) => !outranks(mine, [{ role: '', path: here.path, permissions: [it] }]))
  if (above !== undefined)
    return refuse('permission_above', beside('permissions', 'permission_above', `You do not hold ${above} here.`))
  const elsewhere = levels.find((it) => !here.levels.includes(it))
  if (elsewhere !== undefined)
    return refuse('level_unknown', beside('levels', 'level_unknown', `${elsewhere} is not at or below this level.`))
  const tables = new Map([...here.roles].map(([key, it]) => [key, it.assigns]))
  const given = (key: string) => {
    const role = here.roles.get(key)
    return role !== undefined && mayPassOn(mine, tables, role, here.path)
  }
  return assigns.every(given)
    ? grant(undefined)
    : refuse('assigns_above', beside('assigns', 'assigns_above', 'You may not give each of these roles yourself.'))
}
/** Organizations may have this many roles of their own. */
const mostOwn = 100
export const mayAddRole = (there: number): Ruling => (there < mostOwn ? grant(undefined) : refuse('roles_full'))
export const roleExists = () => refuse('role_exists', beside('label', 'role_exists', 'There is a role of this name.'))

/** Nobody alters a role that does more than they do. */
export const mayAlterRole = (mine: readonly Grant[], role: Assignable, path: string): Ruling =>
  outranks(mine, [{ role: role.key, path, permissions: role.permissions }])
    ? grant(undefined)
    : refusals(roles.update)('rank_too_low')
export const roleIsThere = <R>(role: R | undefined): Ruling<R> =>
  role === undefined ? refusals(roles.update)('role_unknown') : grant(role)
/** `holders`: those who may be named; `more`: others, beyond what may be seen from here. */
export const mayRemoveRole = (holders: ActorRef[], more: boolean): Ruling =>
  holders.length || more ? refusals(roles.remove)('role_in_use', { holders }) : grant(undefined)
