/**
 * One transaction on one connection that sends without waiting: `begin` and the settings go out together with the first
 * statement, and statements asked for at once travel at once. A write over HTTP took ten round trips, and takes three or four.
 * Kysely's own transactions wait for each answer before they send anything more.
 */
import type { CompiledQuery, ConnectionProvider, DatabaseConnection, QueryResult } from 'kysely'
import type pg from 'pg'
import { sendingOf } from './marks.ts'

export interface Setting {
  readonly name: string
  readonly text: string
  readonly values: string[]
}

export class PipelinedTransaction implements DatabaseConnection, ConnectionProvider {
  readonly #client: pg.PoolClient
  readonly #opening: readonly Promise<unknown>[]
  #over = false

  static async open(pool: pg.Pool, setting: Setting): Promise<PipelinedTransaction> {
    return new PipelinedTransaction(await pool.connect(), setting)
  }
  private constructor(client: pg.PoolClient, setting: Setting) {
    this.#client = client
    this.#opening = [client.query('begin'), client.query(setting)]
    for (const it of this.#opening) it.catch(() => undefined) // told by `opened`
  }

  /** Fails as `begin` and the settings failed: whatever was sent behind them failed as well, for a reason that tells less. */
  opened = (): Promise<unknown> => Promise.all(this.#opening)

  async commit(): Promise<void> {
    this.#over = true
    try {
      const { command } = await this.#client.query('commit')
      // A transaction in which a statement failed ends with this tag, and without an error.
      if (command === 'ROLLBACK') throw new Error('rolled back instead of committed: a statement had failed before')
      this.#client.release()
    } catch (error) {
      this.#client.release(true)
      throw error
    }
  }
  /** Never fails: the connection is closed where nothing else helps, and the database rolls back by itself. */
  async rollback(): Promise<void> {
    if (this.#over) return
    this.#over = true
    const failed = await this.#client.query('rollback').then(
      () => false,
      () => true,
    )
    this.#client.release(failed)
  }

  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    return consumer(this)
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // The connection may already serve somebody else.
    if (this.#over) throw new Error('this transaction is over')
    const { sql: text, parameters } = query
    const result = await this.#client.query<R & pg.QueryResultRow>({
      text,
      values: [...parameters],
      ...sendingOf(query),
    })
    const { command, rowCount, rows } = result
    return writes.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
  }
  streamQuery(): never {
    throw new Error('nothing is streamed over a connection that others’ statements share')
  }
}
const writes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
