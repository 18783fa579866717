import type { lockouts } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { proveMailbox, type KeptLink } from '../identities/index.ts'
import { factorCounts, isLockout, resetsSince } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
}
export const actionsWith = ({ lookup, throttle }: Capabilities): ActionsFor<typeof lockouts> => ({
  async release({ now, transact }, { token }) {
    const hash = hashOf(token)
    const it = settle(
      isLockout((await lookup<{ identity_id: string; email: string }>(store.byTokenStatement, [hash, now]))[0]),
    )
    const [account] = await lookup<store.LockedAccount>(store.accountOfLockedStatement, [it.identity_id])
    const { user, org_id: id, org_path: path, name } = settle(isLockout(account))
    await transact({ reach: subtreeOf(path), identity: it.identity_id, user, name }, async (tx) => {
      settle(isLockout((await store.useToken(tx, hash)) ? it : undefined))
      await tx.record('user.unlocked', { at: { id, path }, target: { kind: 'user', id: user }, after: {} })
    })
    await throttle.unlock(it.email)
    return null
  },
})

/**
 * A link from the person's mailbox is used. If it is the first, what was tried as them before was tried of a password and factors
 * that are gone: nothing of it locks them. True then; what was counted is forgotten once this transaction has committed.
 */
export async function beginAnew(tx: Tx, identity: string, kept?: KeptLink): Promise<boolean> {
  const first = await proveMailbox(tx, identity, kept)
  if (first) await store.unlock(tx, identity)
  return first
}
/** What a new password by link ends, in this transaction; then, once it has committed, what was counted. */
export async function endLockoutByPassword(tx: Tx, { id, email }: { id: string; email: string }) {
  const passwords = await store.unlockPasswords(tx, id)
  const factors = await store.unlockFactors(tx, id, resetsSince(tx.now))
  return async (throttle: Throttle): Promise<void> => {
    if (passwords) await throttle.unlock(email)
    // Factors that were not tried too often go on being counted: the link is no way past their ceiling.
    if (factors) await throttle.release(factorCounts(id))
  }
}
/** What an administrator ends, and whatever was counted before somebody began anew. */
export const forgetTriesWith =
  (throttle: Throttle) =>
  async ({ id, email }: { id: string; email: string }): Promise<void> => {
    await Promise.all([throttle.unlock(email), throttle.unlock(factorCounts(id))])
  }

export { forgetBrowsers, unlock as endLockout } from './store.ts'
