/** How a statement is to be sent, where that is not as usual: told by a mark on its way through Kysely. */
import type { CompiledQuery, KyselyPlugin, QueryId, Transaction } from 'kysely'
import { createHash } from 'node:crypto'
import type { DB } from './tables.gen.ts'

function mark() {
  const marked = new WeakSet<QueryId>()
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      marked.add(queryId)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  return { on: (tx: Transaction<DB>) => tx.withPlugin(plugin), has: (it: CompiledQuery) => marked.has(it.queryId) }
}
const keyed = mark()
const long = mark()

/**
 * The same transaction, for statements of one shape that find their rows by key: planned once per connection. With the
 * second wall, planning costs them more than running. Not for lists and searches, whose plan depends on what is asked.
 */
export const prepared = keyed.on
/** The same transaction, for the few statements that may take minutes; the server's own time-out is set beside. */
export const patient = long.on

const patience = 600_000
const names = new Map<string, string>()
const mostNames = 500
/** What the driver is told of a statement. Texts without end (a list of changing length) stay without a name. */
export function sendingOf(query: CompiledQuery): { name?: string; query_timeout?: number } {
  if (long.has(query)) return { query_timeout: patience }
  if (!keyed.has(query)) return {}
  const known = names.get(query.sql)
  if (known !== undefined) return { name: known }
  if (names.size >= mostNames) return {}
  const name = createHash('sha256').update(query.sql).digest('base64url').slice(0, 24)
  names.set(query.sql, name)
  return { name }
}
