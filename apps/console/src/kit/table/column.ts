import type { ReactNode } from 'react'

export interface Column<Row, Sort extends string = string> {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** The server's name of this order; a column without one cannot be sorted by. */
  sort?: Sort
  /** Shown only after the person chose it. */
  hiddenAtFirst?: boolean
  /** Nothing to say of this row: a list of such rows alone goes without the column. */
  blank?: (row: Row) => boolean
  /** The column that names the row: always shown, and the head of its card on a phone. */
  leading?: boolean
  width?: string
}

export interface Sorting<Sort extends string = string> {
  sort: Sort
  order: 'asc' | 'desc'
}
