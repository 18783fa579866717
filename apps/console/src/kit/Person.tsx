import { Avatar } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Person.module.css'

export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const firstLetter = (text: string) => [...letters.segment(text.trim())][0]?.segment ?? ''

/** Initials by grapheme, so that names in every script keep whole letters. */
export const initials = (name: string) => {
  const parts = name.trim().split(/\s+/)
  const last = parts.length > 1 ? parts.at(-1) : ''
  return `${firstLetter(parts[0] ?? '')}${firstLetter(last ?? '')}`.toUpperCase()
}

interface Props {
  name: string
  mail: string
  /** The name as a link, say; the plain name when left out. */
  children?: ReactNode
}

export const Person = ({ name, mail, children }: Props) => (
  <span className={classes['person']}>
    <Avatar size={32} radius="xl" variant="light" color="teal" aria-hidden="true">
      {initials(name)}
    </Avatar>
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
