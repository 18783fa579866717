/** Whoever tried too often stays out, and the job that records it is ordered: in one transaction, so that neither is without the other. */
import { byProduct, type Transact, type Tx } from '../../platform/db/scope.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { Limit } from '../../platform/value/limit.ts'
import type { LockOrder } from './rules.ts'

export interface Capabilities {
  readonly throttle: Throttle
  readonly transact: Transact
  readonly orderLock: (tx: Tx, order: LockOrder) => Promise<void>
}
/** Once, whoever else does it at the same time. */
export const holdWith =
  ({ throttle, transact, orderLock }: Capabilities) =>
  (limit: Limit, order: LockOrder, now: Date): Promise<void> =>
    transact({ by: byProduct, now }, async (tx) => {
      const until = order.until === null ? null : new Date(order.until)
      if (await throttle.hold(tx, limit, until)) await orderLock(tx, order)
    })
