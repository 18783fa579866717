import type { ReactNode } from 'react'
import classes from './Toolbar.module.css'

interface Props {
  search: ReactNode
  filters?: ReactNode
  /** How many there are, announced when it changes. */
  count?: ReactNode
  display: ReactNode
}

/** What stands above a list. */
export const Toolbar = ({ search, filters, count, display }: Props) => (
  <div className={classes['bar']}>
    <div className={classes['search']}>{search}</div>
    {filters}
    <div className={classes['end']}>
      <output className={classes['count']}>{count}</output>
      {display}
    </div>
  </div>
)
