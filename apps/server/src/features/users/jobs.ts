/** Removing deleted users whose time is over, a bounded number at a time. Nothing depends on when: they are out already. */
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { due, remove } from './store.delegated.ts'

export const removalQueue: QueueSpec = {
  name: 'user-removal',
  retryLimit: 3,
  retryDelay: 60,
  retryDelayMax: 600,
  expireInSeconds: 3_600,
}
const most = 100
const mostSteps = 1_000 // what is left waits for the next time

/** Each step is a transaction of its own. Returns how many are gone. */
export const removing =
  ({ transact, now }: { transact: Transact; now: () => Date }) =>
  async (): Promise<number> => {
    let gone = 0
    for (let step = 0; step < mostSteps; step += 1) {
      const done = await transact({ reach: subtreeOf(rootPath), by: byProduct, now: now() }, async (tx) => {
        const all = await due(tx, most)
        for (const it of all) {
          await tx.record('user.purged', {
            at: { id: it.org_id, path: it.org_path },
            target: { kind: 'user', id: it.id },
            after: { email: it.email, name: `${it.first_name} ${it.last_name}` },
          })
          await remove(tx, it)
        }
        return all.length
      })
      gone += done
      if (done < most) break
    }
    return gone
  }
