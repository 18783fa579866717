import { newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Transact } from '../../platform/db/scope.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { findByEmail, lockIdentity } from '../identities/index.ts'
import { concerns, endsByLink, type LockOrder } from './rules.ts'
import { accountOfLockedStatement, lock, type LockedAccount } from './store.ts'

export const lockQueue: QueueSpec = {
  name: 'lockouts',
  retryLimit: 10,
  retryDelay: 2,
  retryDelayMax: 300,
  expireInSeconds: 60,
}

/** Too many wrong passwords, or second factors, were tried: if the address belongs to somebody, they are told, and administrators see it. */
export const lockOrdered =
  ({ lookup, transact, now }: { lookup: Lookup; transact: Transact; now: () => Date }) =>
  async (order: LockOrder): Promise<void> => {
    const { until, after, requestId } = order
    const identity = 'identity' in order ? order.identity : (await findByEmail(lookup, order.email))?.id
    const [account] = identity ? await lookup<LockedAccount>(accountOfLockedStatement, [identity]) : []
    const end = until === null ? null : new Date(until)
    if (!identity || !account || (end && end <= now())) return
    const by = { user: null, name: 'Tenantry', requestId }
    const scope = { reach: subtreeOf(account.org_path), identity, by, now: now() }
    await transact(scope, async (tx) => {
      const { mailbox_proven_at: provenAt } = await lockIdentity(tx, identity)
      if (!concerns(order, provenAt)) return
      const { token, hash } = newToken()
      if (!(await lock(tx, { identity, until: end, after, tokenHash: end && hash }))) return
      await tx.record('user.locked', {
        at: { id: account.org_id, path: account.org_path },
        target: { kind: 'user', id: account.user },
        after: { until },
        inPassing: { after, token: end && token, byLink: endsByLink(account, now()) },
      })
    })
  }
