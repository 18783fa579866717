/** What the groups of a provider change at later sign-ins, where a connection says that they decide each time. Pure. */
import { federation, type PolicyValue, type RoleKeptCause } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { roleFor, type RoleMapping } from './rules.arriving.ts'

export interface Following {
  readonly org_path: string
  readonly role_sync: 'first_sign_in' | 'every_sign_in'
  readonly role_map: readonly RoleMapping[]
  readonly default_role: string | null
}
export interface Differing {
  /** Null: no group gives a role, and there is none for everybody else. */
  readonly wanted: string | null
  /** Roles the connection gives, that are held and are not the one it gives now. */
  readonly instead: readonly string[]
}
/**
 * Of the roles held at the connection's organization those that it gives are its own to change. One that it does not name
 * was given by hand and stays; whoever holds no other is left as they are, and so is whoever is at home or holds their role
 * further below.
 */
export function differenceOf(
  connection: Following,
  { values, withheld }: { readonly values: readonly string[]; readonly withheld: boolean },
  held: readonly Pick<Grant, 'role' | 'path'>[],
): Differing | null {
  if (connection.role_sync === 'first_sign_in') return null
  const named = new Set([...connection.role_map.map((it) => it.role), connection.default_role])
  const theirs = held.filter((it) => it.path === connection.org_path && named.has(it.role)).map((it) => it.role)
  const wanted = withheld ? null : roleFor(connection.role_map, values, connection.default_role)
  const instead = theirs.filter((it) => it !== wanted)
  return instead.length ? { wanted, instead } : null
}

export interface Standing<R> {
  /** The provider has not said which groups there are: they are too many for it. */
  readonly withheld: boolean
  /** The role, as far as whoever set the connection up could give it here. */
  readonly role: R | undefined
  /** They outrank whose role it is. */
  readonly outranked: boolean
  /** An administrator, and with the role that they get none any more. */
  readonly losesAdministrator: boolean
  /** Active administrators besides. */
  readonly othersLeft: number
  readonly change: PolicyValue<'roles.change'>
}
export type Followed<R> =
  | { readonly kind: 'kept'; readonly cause: RoleKeptCause }
  | { readonly kind: 'changed'; readonly role: R }
/**
 * Never above the rank of whoever set it up; what they cannot take or give is not kept either: nobody comes in with more
 * than their groups say. An organization without an administrator would be worse than either.
 */
export function mayFollow<R>(it: Standing<R>): Ruling<Followed<R>> {
  if (it.withheld) return grant({ kind: 'kept', cause: 'groups_withheld' })
  if (it.change === 'immutable') return grant({ kind: 'kept', cause: 'role_immutable' })
  if (it.losesAdministrator && it.othersLeft === 0) return grant({ kind: 'kept', cause: 'administrator_last' })
  return it.role !== undefined && it.outranked
    ? grant({ kind: 'changed', role: it.role })
    : refusals(federation.finish)('account_unavailable')
}
