import { findByEmail } from '../identities/index.ts'
import { accountsOf } from '../sessions/index.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Transact } from '../../platform/db/scope.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { issue, nameOf } from './actions.ts'

export const resetQueue: QueueSpec = {
  name: 'password-resets',
  retryLimit: 10,
  retryDelay: 2,
  retryDelayMax: 300,
  expireInSeconds: 60,
}
export interface ResetOrder {
  readonly email: string
  readonly requestId: string
}

/** Somebody asked for a link: sent if the address belongs to a person who may sign in, else nothing. */
export const sendOrderedReset =
  ({ lookup, transact, now }: { lookup: Lookup; transact: Transact; now: () => Date }) =>
  async ({ email, requestId }: ResetOrder): Promise<void> => {
    const identity = await findByEmail(lookup, email)
    const [account] = identity ? await accountsOf(lookup, identity.id) : []
    if (!identity || !account) return
    const scope = {
      reach: subtreeOf(account.org_path),
      identity: identity.id,
      by: { user: account.user, name: nameOf(account), requestId },
      now: now(),
    }
    await transact(scope, (tx) => issue(tx, identity.id, account, 'self'))
  }
