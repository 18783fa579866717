import type { ReactNode } from 'react'
import { Initials } from './Initials.tsx'
import classes from './Person.module.css'

export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`

interface Props {
  name: string
  mail: string
  /** The name as a link, say; the plain name when left out. */
  children?: ReactNode
}

export const Person = ({ name, mail, children }: Props) => (
  <span className={classes['person']}>
    <Initials name={name} />
    <span className={classes['words']}>
      <bdi className={classes['name']} title={name}>
        {children ?? name}
      </bdi>
      <span className={classes['mail']} title={mail}>
        {mail}
      </span>
    </span>
  </span>
)
