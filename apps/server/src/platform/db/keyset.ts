/** Keyset pages: continue after a row, never count rows to skip. */
import { sql, type RawBuilder } from 'kysely'

export type Direction = 'asc' | 'desc'
/** `expression` must be the leading columns of an index whose last column is the row's id. */
export interface SortKey {
  readonly expression: RawBuilder<unknown>
  readonly id: RawBuilder<unknown>
}
/** One row comparison, which a btree answers in either direction. `after` comes from a sealed cursor. */
export function isAfter({ expression, id }: SortKey, order: Direction, after: readonly unknown[]): RawBuilder<boolean> {
  const [value, key] = after
  return order === 'asc'
    ? sql<boolean>`(${expression}, ${id}) > (${value}, ${key})`
    : sql<boolean>`(${expression}, ${id}) < (${value}, ${key})`
}
export const inOrder = ({ expression, id }: SortKey, order: Direction): RawBuilder<unknown> =>
  order === 'asc' ? sql`${expression} asc, ${id} asc` : sql`${expression} desc, ${id} desc`

/** A list: where its rows come from, which of them, in which order, and behind which row. */
export interface Walk {
  readonly from: RawBuilder<unknown>
  readonly conditions: readonly RawBuilder<unknown>[]
  readonly key: SortKey
  readonly order: Direction
  readonly after: readonly unknown[] | null
  /** Many rows share a value of the key. */
  readonly fewValues: boolean
}
/**
 * The first rows of a list. Of a row comparison the planner reckons with the first column alone: beyond the last of few
 * values it expects nobody, and walks an index over all organizations (177 ms). So those of the same value and those beyond
 * it are asked for one after the other, the second only where the first do not fill the page.
 */
export function firstRows(
  { from, conditions, key, order, after, fewValues }: Walk,
  columns: RawBuilder<unknown>,
  limit: number,
): RawBuilder<unknown> {
  const rowsOf = (...beyond: RawBuilder<unknown>[]) =>
    sql`select ${columns} from ${from} where ${sql.join([...conditions, ...beyond], sql` and `)}
      order by ${inOrder(key, order)} limit ${limit}`
  if (!after) return rowsOf()
  if (!fewValues) return rowsOf(isAfter(key, order, after))
  const [value, id] = after
  const beyond = order === 'asc' ? sql`>` : sql`<`
  const same = rowsOf(sql`${key.expression} = ${value}`, sql`${key.id} ${beyond} ${id}`)
  return sql`(${same}) union all (${rowsOf(sql`${key.expression} ${beyond} ${value}`)}) limit ${limit}`
}

/** Asked for one row more than a page holds: it tells whether there is a page after. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  seal: (last: Row) => string,
  present: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(present), next: rows.length > limit && last ? seal(last) : null }
}

export const mostCounted = 1_000
/** From a count that stopped one past `mostCounted`. */
export const boundedCount = (counted: number) => ({
  count: Math.min(counted, mostCounted),
  more: counted > mostCounted,
})
