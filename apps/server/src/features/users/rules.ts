import { users, type PolicyValue, type ReasonedAct } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import { reasonMissing } from '../policies/index.ts'
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

/** What the organization's policies say, by key. */
export interface RoleRules {
  readonly 'roles.change': PolicyValue<'roles.change'>
  readonly 'self.change_role': PolicyValue<'self.change_role'>
}
/** `othersLeft`: active administrators of the organization besides the target. */
export function mayChangeRole(
  actor: Actor,
  target: Target,
  losesAdministrator: boolean,
  othersLeft: number,
  rules: RoleRules,
): Ruling {
  const refuse = refusals(users.changeRole)
  if (target.id === actor.user && rules['self.change_role'] === 'refused') return refuse('role_own')
  if (rules['roles.change'] === 'immutable') return refuse('role_immutable')
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  if (losesAdministrator && target.status === 'active' && othersLeft === 0) return refuse('administrator_last')
  return grant(undefined)
}

export function mayDeactivate(
  actor: Actor,
  target: Target,
  administrator: boolean,
  othersLeft: number,
  oneself: PolicyValue<'self.deactivate'>,
): Ruling {
  const refuse = refusals(users.deactivate)
  if (target.id === actor.user && oneself === 'refused') return refuse('user_own')
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  if (target.status !== 'active') return refuse('user_inactive')
  if (administrator && othersLeft === 0) return refuse('administrator_last')
  return grant(undefined)
}

export function mayReactivate(actor: Actor, target: Target & { readonly replaced_by: string | null }): Ruling {
  const refuse = refusals(users.reactivate)
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  if (target.replaced_by !== null) return refuse('user_replaced')
  if (target.status === 'deleted') return refuse('user_deleted')
  return target.status === 'active' ? refuse('user_active') : grant(undefined)
}

/** A reason is given where the policy asks for one. */
export function mayGoWithout(reason: string | undefined, act: ReasonedAct, required: readonly ReasonedAct[]): Ruling {
  const fields = reasonMissing(required, act, reason)
  return fields.length ? refusals(users.changeRole)('reason_required', { fields }) : grant(undefined)
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

/** The moment since when the users asked for have not signed in; -infinity: they never did. */
export function absentSince(
  now: Date,
  { notSignedInFor, neverSignedIn }: { notSignedInFor: number | undefined; neverSignedIn: boolean | undefined },
): Date | '-infinity' | undefined {
  if (neverSignedIn) return '-infinity'
  return notSignedInFor === undefined ? undefined : new Date(now.getTime() - notSignedInFor * 86_400_000)
}
