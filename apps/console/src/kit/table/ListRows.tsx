import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Blank } from '../Blank.tsx'
import { Refusal } from '../Refusal.tsx'
import type { Column, Sorting } from './column.ts'
import { DataTable } from './DataTable.tsx'
import { ListFoot } from './ListFoot.tsx'
import type { Display } from './useDisplay.ts'
import type { Pages } from './usePages.ts'

interface Props<Row, Sort extends string> {
  pages: Pages<Row>
  label: string
  columns: readonly Column<Row, Sort>[]
  display: Display
  sorting?: Sorting<Sort>
  onSort?: (sorting: Sorting<Sort>) => void
  onOpen?: (row: Row) => void
  renderActions?: (row: Row) => ReactNode
  /** Where there is nothing at all. */
  empty: ReactNode
  /** While something narrows the list: what to say where nothing matches, and the way back. */
  narrowed?: { title: string; text?: string; clear: string; onClear: () => void } | undefined
  note?: ReactNode
}

/** The rows of a list, page by page: or why there are none. */
export function ListRows<Row extends { readonly id: string }, Sort extends string>(props: Props<Row, Sort>) {
  const { pages, columns, empty, narrowed, note, ...table } = props
  const none = pages.rows?.length === 0
  const telling = columns.filter(({ blank }) => !blank || pages.rows?.some((row) => !blank(row)))
  return (
    <>
      {pages.error && <Refusal error={pages.error} retry={pages.retry} />}
      {!none && !(pages.error && !pages.rows) && (
        <DataTable {...table} columns={telling} rows={pages.rows} rowKey={(row) => row.id} stale={pages.stale} />
      )}
      {none && !narrowed && empty}
      {none && narrowed && (
        <Blank title={narrowed.title} {...(narrowed.text !== undefined && { text: narrowed.text })}>
          <Button variant="default" onClick={narrowed.onClear}>
            {narrowed.clear}
          </Button>
        </Blank>
      )}
      {note}
      <ListFoot
        shown={pages.rows?.length ?? 0}
        hasMore={pages.hasMore}
        loading={pages.loadingMore}
        onMore={pages.more}
      />
    </>
  )
}
