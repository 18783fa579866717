import { users } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import { outranks } from '../roles/index.ts'

export interface Target {
  readonly id: string
  readonly status: string
  readonly grants: readonly Grant[]
}
export const exists = <T>(found: T | undefined): Ruling<T> =>
  found === undefined ? refusals(users.show)('user_unknown') : grant(found)

/** Nobody alters anybody above their own rank. One's own name may always be changed by oneself. */
export const mayAlter = (actor: Actor, target: Target): Ruling =>
  outranks(actor.grants, target.grants) ? grant(undefined) : refusals(users.update)('rank_too_low')

/** `othersLeft`: active administrators of the organization besides the target. */
export function mayChangeRole(actor: Actor, target: Target, losesAdministrator: boolean, othersLeft: number): Ruling {
  const refuse = refusals(users.changeRole)
  if (target.id === actor.user) return refuse('role_own')
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  if (losesAdministrator && target.status === 'active' && othersLeft === 0) return refuse('administrator_last')
  return grant(undefined)
}

export function mayDeactivate(actor: Actor, target: Target, administrator: boolean, othersLeft: number): Ruling {
  const refuse = refusals(users.deactivate)
  if (target.id === actor.user) return refuse('user_own')
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  if (target.status === 'inactive') return refuse('user_inactive')
  if (administrator && othersLeft === 0) return refuse('administrator_last')
  return grant(undefined)
}

export function mayReactivate(actor: Actor, target: Target): Ruling {
  const refuse = refusals(users.reactivate)
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  return target.status === 'active' ? refuse('user_active') : grant(undefined)
}

export const roleUnknown = () =>
  refusals(users.changeRole)('role_unknown', {
    fields: [{ path: 'body.role', code: 'role_unknown', message: 'There is no such role here.' }],
  })
export const roleNotAssignable = () =>
  refusals(users.changeRole)('role_not_assignable', {
    fields: [{ path: 'body.role', code: 'role_not_assignable', message: 'This role is above what you may give.' }],
  })

/** Open for seven days: somebody who was not waiting for it. */
export const joiningEnd = (now: Date): Date => new Date(now.getTime() + 7 * 86_400_000)
/** A password that somebody else chose opens a session within three days, once. */
export const initialPasswordEnd = (now: Date): Date => new Date(now.getTime() + 3 * 86_400_000)

/** Patterns shorter than a trigram find only what begins with them. */
export const shortestAnywhere = 3
