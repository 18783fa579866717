/** How PostgreSQL answers a page: the very statements of listing.ts, as the server's role under its settings. */
import { CompiledQuery, type Transaction } from 'kysely'
import { list } from '../apps/server/src/features/users/listing.ts'
import { openPool, type Connection } from '../apps/server/src/platform/db/pool.ts'
import type { DB } from '../apps/server/src/platform/db/tables.gen.ts'
import { transactOn } from '../apps/server/src/platform/db/transaction.ts'
import { subtreeOf } from '../apps/server/src/platform/value/reach.ts'
import { filterOf, pageSize, type Cell } from './cells.ts'

interface Seen {
  readonly text: string
  readonly values: readonly unknown[]
}
const nobody = { user: null, name: 'bench', requestId: null }

export async function explained(app: Connection, cell: Cell): Promise<string> {
  const pool = openPool(app, 1, () => undefined)
  const seen: Seen[] = []
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...it: unknown[]) => unknown
    const noted = (first: string | Seen, ...rest: unknown[]) => {
      if (typeof first !== 'string') seen.push(first)
      return query(first, ...rest)
    }
    Object.assign(client, { query: noted })
  })
  const filter = filterOf(cell)
  const transact = transactOn(pool, () => async () => undefined)
  try {
    return await transact({ reach: subtreeOf(filter.path), by: nobody, now: new Date() }, async (tx) => {
      await list(tx, filter, cell.sort, cell.order, cell.after, pageSize)
      const plans: string[] = []
      for (const { text, values } of seen.filter((it) => /\busers\b/.test(it.text)))
        plans.push(await planOf(tx, text, values))
      return plans.join('\n\n')
    })
  } finally {
    await pool.end()
  }
}

async function planOf(tx: Transaction<DB>, text: string, values: readonly unknown[]): Promise<string> {
  const { rows } = await tx.executeQuery<{ 'QUERY PLAN': string }>(
    CompiledQuery.raw(`explain (analyze, buffers) ${text}`, [...values]),
  )
  return ['```', ...rows.map((row) => row['QUERY PLAN']), '```'].join('\n')
}
