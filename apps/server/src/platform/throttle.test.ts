/** Counts of attempts, as many sign-ins at once make and forget them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../test/database.ts'
import { openPool, statementsOn, type Pool } from './db/pool.ts'
import { byProduct, type Transact } from './db/scope.ts'
import { transactOn } from './db/transaction.ts'
import { throttleOn, type Throttle } from './throttle.ts'

let database: TestDatabase
let pool: Pool
let throttle: Throttle
let transact: Transact
let troubles: unknown[] = []
const key = Buffer.alloc(32, 7)
beforeAll(async () => {
  database = await cloneDatabase()
  pool = openPool(database.as('tenantry_app'), 12, () => undefined)
  throttle = throttleOn(statementsOn(pool), key, (error) => void troubles.push(error))
  transact = transactOn(pool, () => () => Promise.resolve())
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

test('attempts are counted, forgiven and taken back at the same time without ever waiting for each other in a ring', async () => {
  const limits = Array.from({ length: 20 }, (_, n) => ({ name: `limit ${n}`, most: 5, account: 'somebody' }))
  const now = new Date()
  const scope = { by: byProduct, now }
  const backwards = limits.toReversed()
  const round = () => [
    throttle.countEach(limits, now),
    throttle.forgive(backwards),
    throttle.countEach(backwards, now),
    transact(scope, (tx) => throttle.unlock(tx, ['somebody', 'else'])),
    throttle.forgive(limits),
    transact(scope, (tx) => throttle.release(tx, ['somebody'])),
  ]
  for (let n = 0; n < 100; n += 1) await Promise.all([...round(), ...round()])
  expect(troubles).toEqual([])
})

test('a right answer that could not be forgiven is right all the same, and said to whoever runs the server', async () => {
  const broken = openPool({ ...database.as('tenantry_app'), database: 'there-is-none' }, 1, () => undefined)
  const lost = throttleOn(statementsOn(broken), key, (error) => void troubles.push(error))
  troubles = []
  await lost.forgive([{ name: 'limit', most: 5 }])
  await lost.takeBack({ name: 'limit', most: 5 })
  await expect(lost.attempt([{ name: 'limit', most: 5 }], new Date())).rejects.toThrow('there-is-none')
  expect(troubles).toHaveLength(2)
  await broken.end()
})
