import type { lockouts } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { lockIdentity, proveMailbox, type KeptLink } from '../identities/index.ts'
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
      await throttle.unlock(tx, [it.email])
    })
    return null
  },
})

interface Person {
  readonly id: string
  readonly email: string
}
/** All locks of a person, and whatever was counted towards one: as an administrator ends them. */
export async function endLockout(tx: Tx, throttle: Throttle, { id, email }: Person): Promise<void> {
  await store.unlock(tx, id)
  await throttle.unlock(tx, [email, factorCounts(id)])
}
/**
 * A link from the person's mailbox is used. If it is the first, what was tried as them before was tried of a password and factors
 * that are gone: nothing of it locks them, or is counted any more. True then.
 */
export async function beginAnew(tx: Tx, throttle: Throttle, identity: string, kept?: KeptLink): Promise<boolean> {
  const first = await proveMailbox(tx, identity, kept)
  if (first) await endLockout(tx, throttle, await lockIdentity(tx, identity))
  return first
}
/** What a new password by link ends. */
export async function endLockoutByPassword(tx: Tx, throttle: Throttle, { id, email }: Person): Promise<void> {
  if (await store.unlockPasswords(tx, id)) await throttle.unlock(tx, [email])
  // Factors that were not tried too often go on being counted: the link is no way past their ceiling.
  if (await store.unlockFactors(tx, id, resetsSince(tx.now))) await throttle.release(tx, [factorCounts(id)])
}

export { forgetBrowsers } from './store.ts'
