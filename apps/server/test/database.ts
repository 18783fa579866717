/** A database of its own for a test file, cloned from the template in some 50 ms. */
import pg from 'pg'
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { Lookup } from '../src/platform/db/lookup.ts'
import type { Connection } from '../src/platform/db/pool.ts'
import { templateName } from './setup.ts'

export interface TestDatabase {
  readonly name: string
  as(role: 'postgres' | 'tenantry_owner' | 'tenantry_app'): Connection
  /** As superuser, past every wall: for looking at what really stands there. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

/** Where a test asks what the product works out of what stands in the rows. */
export const lookupOn = ({ query }: Pick<TestDatabase, 'query'>): Lookup =>
  ((statement: { text: string }, values: unknown[]) => query(statement.text, values)) as unknown as Lookup

export async function cloneDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster')
  const name = `test_${randomBytes(6).toString('hex')}`
  const as = (user: string, database = name) => ({
    host: cluster.host,
    port: cluster.port,
    user,
    database,
    ...(cluster.password && { password: cluster.password }),
  })
  const admin = new pg.Client(as('postgres', 'postgres'))
  await admin.connect()
  // Two clones at once would refuse each other: the template must have no other user.
  await admin.query('select pg_advisory_lock(7236, 99)')
  // Files instead of log records: a third of the work, and nothing of a test run need survive a crash.
  await admin.query(`create database ${name} template ${templateName} owner tenantry_owner strategy file_copy`)
  await admin.query('select pg_advisory_unlock(7236, 99)')
  const inside = new pg.Pool({ ...as('postgres'), max: 2 })
  inside.on('error', () => undefined) // the database is dropped under idle connections
  return {
    name,
    as: (role) => as(role),
    query: async (text, values) => (await inside.query(text, values)).rows,
    async drop() {
      await inside.end()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
