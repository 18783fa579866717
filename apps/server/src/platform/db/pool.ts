/** The pool that transactions use. Every wait has a limit: connecting, running, locking, idling inside a transaction. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from './tables.gen.ts'

export interface Connection {
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
  connectionString?: string
}
export type Database = Kysely<DB>
export type Pool = pg.Pool

// Whole numbers of the database are numbers here: none of ours reaches 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

const limits = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 20_000,
  keepAlive: true,
}

export function openPool(connection: Connection, size: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    ...limits,
    max: size,
    idleTimeoutMillis: 60_000,
    application_name: 'tenantry',
    pipeline: true, // connection.ts sends without waiting
  })
  // A broken connection is replaced at the next use; without a listener it would end the process. The pool listens to idle
  // ones only: one that breaks between two statements of a transaction needs its own.
  pool.on('error', () => undefined)
  // Nothing is set for the session: behind PgBouncer in transaction mode it would be somebody else's (transaction.ts sets it).
  // It does not wait for its connections to be closed when it ends: what a database that stops says to those is no news.
  const told = (error: Error) => {
    if (!pool.ending) onError(error)
  }
  pool.on('connect', (client) => void client.on('error', told))
  return pool
}

export interface Statement {
  /** Prepared once per connection under this name. */
  readonly name: string
  readonly text: string
}
export type RunStatement = <Row extends object>(statement: Statement, values: unknown[]) => Promise<Row[]>
/** As the server itself, without a transaction: for single statements, by key, on what belongs to no organization. */
export const statementsOn =
  (pool: Pool): RunStatement =>
  async <Row extends object>(statement: Statement, values: unknown[]) =>
    (await pool.query<Row & pg.QueryResultRow>({ ...statement, values })).rows

export const databaseOn = (pool: pg.Pool): Database => new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })

/** A single connection with the same limits, for look-ups and for administration. */
export const openClient = (connection: Connection, extra: pg.ClientConfig = {}): pg.Client =>
  new pg.Client({ ...connection, ...limits, application_name: 'tenantry', ...extra })
