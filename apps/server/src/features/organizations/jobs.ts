/** Removing deleted organizations whose grace period is over, a bounded number of people at a time. */
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { purgeStep } from './store.ts'

export const purgeQueue: QueueSpec = {
  name: 'purge',
  retryLimit: 3,
  retryDelay: 60,
  retryDelayMax: 600,
  expireInSeconds: 3_600,
}
const most = 1_000
const mostSteps = 5_000

/** Each step is a transaction of its own: what was begun goes on where it stopped. Returns how many organizations are gone. */
export const purging =
  ({ transact, now }: { transact: Transact; now: () => Date }) =>
  async (): Promise<number> => {
    let finished = 0
    for (let step = 0; step < mostSteps; step += 1) {
      const at = now()
      const done = await transact({ reach: subtreeOf(rootPath), by: byProduct, now: at }, async (tx) => {
        const it = await purgeStep(tx, most)
        if (it.finished_id && it.finished_path)
          await tx.record('organization.purged', {
            at: { id: it.finished_id, path: it.finished_path },
            target: { kind: 'organization', id: it.finished_id },
            after: { name: it.finished_name ?? '', code: it.finished_code, organizations: it.removed },
          })
        return it
      })
      if (done.finished_id) finished += 1
      else if (done.removed === 0) break
    }
    return finished
  }
