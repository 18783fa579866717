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
      <span role="status" className={classes['count']}>
        {count}
      </span>
      {display}
    </div>
  </div>
)
