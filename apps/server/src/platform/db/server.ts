/** Which server answers at an address: one that is written to, and at two addresses the same one. */
import { randomInt } from 'node:crypto'
import { openClient, type Connection } from './pool.ts'

/** A replica shows what was: nobody's authority, sessions or tries are read there. One sentence, or nothing. */
export async function wrongServer(at: Connection): Promise<string | undefined> {
  const client = openClient(at)
  await client.connect()
  try {
    const { rows } = await client.query<{ replica: boolean }>('select pg_is_in_recovery() as replica')
    return rows[0]?.replica === false
      ? undefined
      : 'This server is a replica, or still recovers; connect to the one that is written to.'
  } finally {
    await client.end()
  }
}

/**
 * Whether both lead to one database: what is locked over the one is locked over the other. Nothing that is stored tells,
 * for a copy has all of it. Within transactions, for a pooler may lie between.
 */
export async function isSameDatabase(one: Connection, other: Connection): Promise<boolean> {
  const [holder, asker] = [openClient(one), openClient(other)]
  // Two random numbers: nobody else holds just these.
  const lock = [randomInt(2 ** 31), randomInt(2 ** 31)]
  try {
    await Promise.all([holder.connect(), asker.connect()])
    await holder.query('begin')
    await holder.query('select pg_advisory_xact_lock($1, $2)', lock)
    const { rows } = await asker.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1, $2) as free', lock)
    await holder.query('rollback')
    return rows[0]?.free === false
  } finally {
    await Promise.allSettled([holder.end(), asker.end()])
  }
}
