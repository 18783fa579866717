/** What a transaction sets holds for it alone: the connection may be anybody's afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { cloneDatabase, type TestDatabase } from '../../../test/database.ts'
import { openPool, type Pool } from './pool.ts'
import { byProduct, type Transact, type Tx } from './scope.ts'
import { transactOn } from './transaction.ts'

let database: TestDatabase
let pool: Pool
let transact: Transact
beforeAll(async () => {
  database = await cloneDatabase()
  pool = openPool(database.as('tenantry_app'), 1, () => undefined)
  transact = transactOn(pool, () => () => Promise.resolve())
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** A table worth sharing, if only starting processes cost nothing. */
const eager = `set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true),
  set_config('min_parallel_table_scan_size', '0', true)`
const question = 'explain select count(*) from pg_class'
const planIn = (tx: Tx) => sql<{ 'QUERY PLAN': string }>`${sql.raw(question)}`.execute(tx)

test('no list starts processes to share its work, and nothing of a transaction stays on its connection', async () => {
  const plan = await transact({ by: byProduct, now: new Date() }, async (tx) => {
    await sql`select ${sql.raw(eager)}`.execute(tx)
    return (await planIn(tx)).rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).not.toContain('Gather')
  const client = await pool.connect()
  await client.query('begin')
  await client.query(`select ${eager}`)
  const after = (await client.query<{ 'QUERY PLAN': string }>(question)).rows.map((row) => row['QUERY PLAN']).join('\n')
  const left = await client.query<{ reach: string }>(`select current_setting('tenantry.reach_lo', true) as reach`)
  await client.query('rollback')
  client.release()
  // The same question of the same connection, without what the transaction had set.
  expect(after).toContain('Gather')
  expect(left.rows[0]?.reach ?? '').toBe('')
})
