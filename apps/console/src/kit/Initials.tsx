import type { CSSProperties } from 'react'
import classes from './Initials.module.css'

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const firstLetter = (text: string) => [...letters.segment(text.trim())][0]?.segment ?? ''

/** By grapheme, so that names in every script keep whole letters. */
const initials = (name: string) => {
  const parts = name.trim().split(/\s+/)
  const last = parts.length > 1 ? parts.at(-1) : ''
  return `${firstLetter(parts[0] ?? '')}${firstLetter(last ?? '')}`.toUpperCase()
}

/** A person (round) or an organization (square) at a glance; the name stands beside it. */
export const Initials = ({ name, size = 32, place = false }: { name: string; size?: number; place?: boolean }) => (
  <span
    aria-hidden="true"
    className={`${classes['initials']} ${place ? classes['place'] : ''}`}
    style={{ '--size': `${size}px` } as CSSProperties}
  >
    {initials(name)}
  </span>
)
