/**
 * Statements that are planned once per connection instead of each time. For those that find their rows by key: with the
 * second wall, planning costs them more than running. Not for lists and searches, whose plan depends on what is asked.
 */
import type { CompiledQuery, KyselyPlugin, QueryId, Transaction } from 'kysely'
import { createHash } from 'node:crypto'
import type { DB } from './tables.gen.ts'

const marked = new WeakSet<QueryId>()
const marking: KyselyPlugin = {
  transformQuery({ node, queryId }) {
    marked.add(queryId)
    return node
  },
  transformResult: ({ result }) => Promise.resolve(result),
}
/** The same transaction, for statements of one shape that work by key. */
export const prepared = (tx: Transaction<DB>): Transaction<DB> => tx.withPlugin(marking)

const names = new Map<string, string>()
const mostNames = 500
/** Of a statement's text; texts without end (a list of changing length) stay without a name. */
export function preparedName({ sql, queryId }: CompiledQuery): { name?: string } {
  if (!marked.has(queryId)) return {}
  const known = names.get(sql)
  if (known !== undefined) return { name: known }
  if (names.size >= mostNames) return {}
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 24)
  names.set(sql, name)
  return { name }
}
