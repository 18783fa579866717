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
