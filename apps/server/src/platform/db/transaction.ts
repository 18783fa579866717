/**
 * The only way to a transaction. It carries a reach, which the second wall (row security) reads from its settings and
 * which stores put into their queries; without a reach no organization's row is seen.
 */
import { sql, type Transaction } from 'kysely'
import type { Reach } from '../value/reach.ts'
import type { Database } from './pool.ts'
import type { Recorder, Scope, Transact } from './scope.ts'
import type { DB } from './tables.gen.ts'
import { isRetryable } from './unavailable.ts'

const nowhere: Reach = { lo: '', hi: '' }
const mostTries = 4

export const transactOn =
  (db: Database, recorderOf: (tx: Transaction<DB>, scope: Scope) => Recorder): Transact =>
  async (scope, work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute(async (trx) => {
          const reach = scope.reach ?? nowhere
          await bind(trx, scope, reach)
          return work(Object.assign(trx, { reach, now: scope.now, by: scope.by, record: recorderOf(trx, scope) }))
        })
      } catch (error) {
        if (!isRetryable(error) || attempt === mostTries) throw error
      }
    }
  }

const bind = (trx: Transaction<DB>, scope: Scope, reach: Reach) =>
  sql`select set_config('tenantry.reach_lo', ${reach.lo}, true), set_config('tenantry.reach_hi', ${reach.hi}, true),
    set_config('tenantry.identity', ${scope.identity ?? ''}, true), set_config('tenantry.user', ${scope.by.user ?? ''}, true)`.execute(
    trx,
  )
