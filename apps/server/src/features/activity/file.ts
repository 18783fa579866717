/** Sign-ins as CSV (RFC 4180), made for spreadsheets: a byte order mark, and no cell that is taken for a formula. */
import { stringify } from 'csv-stringify/sync'
import type { SignInRow } from './store.ts'

const columns = ['time', 'name', 'email', 'result', 'methods', 'address', 'user_agent', 'session'] as const
const shared = { escape_formulas: true, record_delimiter: '\r\n' } as const

export interface Page {
  readonly rows: readonly SignInRow[]
  /** Where the next one goes on; null: there is none. */
  readonly after: readonly unknown[] | null
}
/** One page is in memory at a time; the next is read when this one was taken. */
export async function* linesOf(
  first: Page,
  read: (after: readonly unknown[]) => Promise<Page>,
): AsyncGenerator<string> {
  yield stringify([columns], { ...shared, bom: true })
  for (let page = first; ; page = await read(page.after)) {
    if (page.rows.length) yield stringify(page.rows.map(cellsOf), shared)
    if (!page.after) return
  }
}
const cellsOf = (row: SignInRow): string[] => [
  row.at.toISOString(),
  row.user_name,
  row.email,
  row.result,
  row.methods.join(' '),
  row.address ?? '',
  row.user_agent ?? '',
  row.session_id ?? '',
]
