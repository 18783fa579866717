/** The users an action is about, locked, with what decides about them. */
import type { User } from '@tenantry/contract'
import type { ToJoin } from '../../platform/db/passing.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { settle } from '../../platform/refusal.ts'
import { innerId } from '../../platform/value/ids.ts'
import { lockOrganization } from '../organizations/index.ts'
import { grantsOf } from '../roles/index.ts'
import { present } from './present.ts'
import { exists } from './rules.ts'
import { setFlag } from './store.delegated.ts'
import * as store from './store.ts'

/** The user, locked, with the grants that decide about rank. */
export async function lockTarget(tx: Tx, path: string, user: string) {
  const id = innerId(user)
  const [row, grants] = await together(store.lock(tx, path, id), grantsOf(tx, id))
  return { ...settle(exists(row)), grants }
}

/** The same to look at: nothing is locked. */
export async function showTarget(tx: Tx, path: string, user: string) {
  const id = innerId(user)
  const [row, grants] = await together(store.find(tx, path, id), grantsOf(tx, id))
  return { ...settle(exists(row)), grants }
}
/** Who has no second factor sets one up at their next sign-in. */
export const setMfaRequired = (tx: Tx, it: store.UserRow, required: boolean) =>
  setFlag(tx, it, 'mfa_required', required)

/**
 * The lock, with the organization held still at which the user holds their role, and whether it would be left without an
 * administrator. Their home is held first: while it is, nobody changes where the role is held.
 */
export async function lockWithStanding(tx: Tx, path: string, user: string) {
  const [, before, others] = await together(
    lockOrganization(tx, path),
    lockTarget(tx, path, user),
    store.otherAdministrators(tx, path, innerId(user)),
  )
  if (before.scope_path === path) return { before, others }
  await lockOrganization(tx, before.scope_path)
  return { before, others: await store.otherAdministrators(tx, before.scope_path, before.id) }
}

export const reread = async (tx: Tx, it: Pick<store.UserRow, 'org_path' | 'id'>): Promise<User> =>
  present(settle(exists(await store.find(tx, it.org_path, it.id))), tx.now)

export type Facts = Record<string, unknown>
export type UserEvent =
  | 'user.role_changed'
  | 'user.scope_changed'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.restored'
  | 'user.updated'
  | 'user.mfa_required_changed'
  | 'user.federated_only_changed'
export const recordOf = <T extends UserEvent>(
  tx: Tx,
  type: T,
  it: Pick<store.UserRow, 'org_id' | 'org_path' | 'id'>,
  before: Facts,
  after: Facts,
  reason?: string,
  inPassing?: ToJoin,
) =>
  tx.record<UserEvent>(type, {
    at: { id: it.org_id, path: it.org_path },
    target: { kind: 'user', id: it.id },
    before,
    after,
    reason,
    ...(inPassing && { inPassing }),
  })
