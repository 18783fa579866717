import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, Sorting } from './column.ts'
import classes from './DataTable.module.css'
import { SkeletonRows } from './SkeletonRows.tsx'
import { isShown, type Display } from './useDisplay.ts'

interface Props<Row, Sort extends string> {
  label: string
  columns: readonly Column<Row, Sort>[]
  /** Undefined while the first page is on its way. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  display: Display
  sorting?: Sorting<Sort>
  onSort?: (sorting: Sorting<Sort>) => void
  onOpen?: (row: Row) => void
  renderActions?: (row: Row) => ReactNode
  /** Shown rows belong to the question before; a fresh answer is on its way. */
  stale?: boolean
}

/** A click on a control inside a row is that control's alone. */
const onControl = (event: MouseEvent) =>
  event.target instanceof Element &&
  event.target.closest('a, button, input, [role="option"], [role="menuitem"]') !== null

/** Rows of one kind. The explicit roles keep it a table for screen readers where style sheets turn it into cards. */
export function DataTable<Row, Sort extends string>(props: Props<Row, Sort>) {
  const { t } = useTranslation('kit')
  const { display, sorting, onSort, onOpen, renderActions, rows } = props
  const columns = props.columns.filter((column) => column.leading || isShown(display, column))
  const head = (column: Column<Row, Sort>) => {
    const { sort } = column
    if (!sort || !onSort || !sorting) return column.header
    const active = sorting.sort === sort
    const Arrow = sorting.order === 'asc' ? IconArrowUp : IconArrowDown
    const order = active && sorting.order === 'asc' ? 'desc' : 'asc'
    return (
      <UnstyledButton
        className={`${classes['sort']} ${active ? classes['sorted'] : ''}`}
        onClick={() => onSort({ sort, order })}
      >
        {column.header}
        {active && <Arrow size={12} aria-hidden="true" />}
      </UnstyledButton>
    )
  }
  const ariaSort = ({ sort }: Column<Row, Sort>) =>
    sort && sorting?.sort === sort ? (sorting.order === 'asc' ? 'ascending' : 'descending') : undefined
  return (
    <div className={classes['frame']}>
      <table
        role="table"
        aria-label={props.label}
        aria-busy={rows === undefined}
        className={`${classes['table']} ${display.density === 'compact' ? classes['compact'] : ''}`}
      >
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                style={{ width: column.width }}
                aria-sort={ariaSort(column)}
              >
                {head(column)}
              </th>
            ))}
            {renderActions && (
              <th role="columnheader" scope="col" className={classes['actions']}>
                <VisuallyHidden>{t('table.actionsColumn')}</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup" className={props.stale ? classes['busy'] : ''}>
          {rows === undefined && (
            <SkeletonRows columns={columns.length + (renderActions ? 1 : 0)} rowClass={classes['row'] ?? ''} />
          )}
          {rows?.map((row) => (
            <tr
              key={props.rowKey(row)}
              role="row"
              className={classes['row']}
              data-opens={onOpen ? true : undefined}
              onClick={(event) => onOpen && !onControl(event) && !getSelection()?.toString() && onOpen(row)}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  role="cell"
                  {...(column.leading ? { 'data-leading': true } : { 'data-label': column.header })}
                >
                  {column.cell(row)}
                </td>
              ))}
              {renderActions && (
                <td role="cell" className={classes['actions']}>
                  {renderActions(row)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
