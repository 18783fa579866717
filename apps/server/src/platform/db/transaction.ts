/**
 * The only way to a transaction. It carries a reach, which the second wall (row security) reads from its settings and
 * which stores put into their queries; without a reach no organization's row is seen.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { DummyDriver, Kysely, PostgresDialect, Transaction } from 'kysely'
import type pg from 'pg'
import type { Reach } from '../value/reach.ts'
import { PipelinedTransaction, type Setting } from './connection.ts'
import type { Recorder, Scope, Transact, Tx } from './scope.ts'
import type { DB } from './tables.gen.ts'
import { isRetryable } from './unavailable.ts'

const nowhere: Reach = { lo: '', hi: '' }
const mostTries = 4
const pauseAfterDeadlock = 40 // ms

export function transactOn(pool: pg.Pool, recorderOf: (tx: Tx, scope: Scope) => Recorder): Transact {
  const dialect = new PostgresDialect({ pool })
  const executor = new Kysely<DB>({ dialect }).getExecutor()
  const shared = { config: { dialect }, dialect, driver: new DummyDriver() }

  const attempt: Transact = async (scope, work) => {
    const reach = scope.reach ?? nowhere
    const connection = await PipelinedTransaction.open(pool, settingsOf(scope, reach))
    try {
      const trx = new Transaction<DB>({ ...shared, executor: executor.withConnectionProvider(connection) })
      const carried = { reach, now: scope.now, by: scope.by }
      const tx: Tx = Object.assign(trx, carried, { record: (...it) => recorderOf(tx, scope)(...it) } as Pick<
        Tx,
        'record'
      >)
      const result = await work(tx)
      await connection.opened()
      await connection.commit()
      return result
    } catch (error) {
      await connection.rollback()
      await connection.opened()
      throw error
    }
  }
  return async (scope, work) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(scope, work)
      } catch (error) {
        if (!isRetryable(error) || tries === mostTries) throw error
        // Those who met would meet again: the same transaction lost three times in a row, a second each.
        await pause(Math.random() * pauseAfterDeadlock * tries)
      }
    }
  }
}

/** A page of a list is a few milliseconds of work: starting processes to share it took 58 ms. */
const alone = `set_config('max_parallel_workers_per_gather', '0', true)`
/** For this transaction alone, and so also behind a pooler that hands connections around. */
const settingsOf = ({ identity, by }: Scope, { lo, hi }: Reach): Setting => ({
  name: 'settings',
  text: `select set_config('tenantry.reach_lo', $1, true), set_config('tenantry.reach_hi', $2, true),
    set_config('tenantry.identity', $3, true), set_config('tenantry.user', $4, true), ${alone}`,
  values: [lo, hi, identity ?? '', by.user ?? ''],
})
