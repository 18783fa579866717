import type { lockouts } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { isLockout } from './rules.ts'
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

export { forgetBrowsers, unlock as endLockout, unlockByPassword as endLockoutByPassword } from './store.ts'
