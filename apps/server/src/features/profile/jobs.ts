import type { Lookup } from '../../platform/db/lookup.ts'
import type { Transact } from '../../platform/db/scope.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { publicId } from '../../platform/value/ids.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import type { WishOrder } from './actions.ts'
import * as store from './store.ts'

export const wishQueue: QueueSpec = {
  name: 'change-requests',
  retryLimit: 10,
  retryDelay: 2,
  retryDelayMax: 300,
  expireInSeconds: 60,
}

/**
 * Tells the administrators above what somebody asks for. In the product's own reach: they and their mails lie above the
 * asker's, and a mail of theirs must not show in the asker's organization.
 */
export const tellAdministratorsAbove =
  ({ lookup, transact, now }: { lookup: Lookup; transact: Transact; now: () => Date }) =>
  async ({ user, wish, requestId }: WishOrder): Promise<void> => {
    const [asker] = await lookup<store.Asker>(store.askerStatement, [user])
    const above = await lookup<store.AdministratorAbove>(store.administratorsAboveStatement, [user])
    if (!asker) return
    const { name, email, organization } = asker
    const page = `/o/${publicId('org', asker.org_id)}/users/${publicId('usr', user)}`
    await transact({ reach: subtreeOf(rootPath), by: { user, name, requestId }, now: now() }, async (tx) => {
      for (const it of above)
        await tx.record('user.asked_for_change', {
          at: { id: it.org_id, path: it.org_path },
          target: { kind: 'user', id: it.user },
          after: { from: name, wish },
          inPassing: { email, organization, page },
        })
    })
  }
