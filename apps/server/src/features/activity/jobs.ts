import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Transact, type Tx } from '../../platform/db/scope.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import type { Policies } from '../policies/index.ts'
import { keptSince } from './rules.ts'
import * as store from './store.retention.ts'

export const retentionQueue: QueueSpec = {
  name: 'sign-in-retention',
  retryLimit: 3,
  retryDelay: 60,
  retryDelayMax: 600,
  expireInSeconds: 3_000,
}
export interface Capabilities {
  readonly lookup: Lookup
  readonly transact: Transact
  readonly policies: Policies
  readonly now: () => Date
}
const most = 5_000
const beforeAll = ''

/**
 * Removes what lists do not show any more: days that nobody keeps, as a whole; what single organizations keep for less, a
 * bounded number of rows at a time. Nothing depends on when this is done.
 */
export const removeOldSignIns =
  ({ lookup, transact, policies, now }: Capabilities) =>
  async (): Promise<void> => {
    const inReach = <T>(work: (tx: Tx) => Promise<T>) =>
      transact({ reach: subtreeOf(rootPath), by: byProduct, now: now() }, work)
    const until0 = async (remove: (tx: Tx) => Promise<number>) => {
      while ((await inReach(remove)) >= most) continue
    }
    const keptAt = async (path: string) =>
      (await policies.values(path, 'retention.sign_in_activity'))['retention.sign_in_activity']
    const [set] = await lookup<{ shortest: number | null; longest: number | null }>(store.retentionsStatement, [])
    const usual = await keptAt(rootPath)
    const longest = Math.max(usual, set?.longest ?? usual)
    const shortest = Math.min(usual, set?.shortest ?? usual)
    await until0((tx) => store.dropBefore(tx, keptSince(tx.now, longest), most))
    await until0((tx) => store.sweepDevices(tx, most))
    if (shortest === longest) return
    const next = (after: string) => inReach((tx) => store.nextWithOlder(tx, after, keptSince(tx.now, shortest)))
    for (let path = await next(beforeAll); path !== undefined; path = await next(path)) {
      const [here, days] = [path, await keptAt(path)]
      await until0((tx) => store.sweepOf(tx, here, keptSince(tx.now, days), most))
    }
  }
