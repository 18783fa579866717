/** Records of verified domains are looked at once a day. */
import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import type { TextRecords } from '../../platform/egress/records.ts'
import type { QueueSpec } from '../../platform/jobs/queue.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { keep, look } from './domains.ts'
import * as store from './store.domains.ts'

export const domainQueue: QueueSpec = {
  name: 'email-domains',
  retryLimit: 2,
  retryDelay: 60,
  retryDelayMax: 600,
  expireInSeconds: 900,
}
const day = 86_400_000

export interface Capabilities {
  readonly lookup: Lookup
  readonly transact: Transact
  readonly records: TextRecords
  readonly now: () => Date
}
type Due = store.DomainRow & { org_id: string }
export const recheckDomains =
  ({ lookup, transact, records, now }: Capabilities) =>
  async (): Promise<void> => {
    const due = await lookup<Due & Record<string, unknown>>(store.dueStatement, [new Date(now().getTime() - day)])
    for (const row of due) {
      const seen = await look(records, row)
      const at = { id: row.org_id, path: row.org_path }
      await transact({ reach: subtreeOf(row.org_path), by: byProduct, now: now() }, (tx) =>
        keep(tx, at, row, seen, false),
      )
    }
  }
