import { useTranslation } from 'react-i18next'
import { localeOf } from './i18n.ts'

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

function relative(at: Date, language: string) {
  const seconds = (at.getTime() - Date.now()) / 1000
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  // Rounded: an invitation made a moment ago ends in 7 days, not in 6.
  for (const [unit, length] of steps)
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit)
  return words.format(0, 'second')
}

const exact = (at: Date, language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' }).format(at)

interface Props {
  at: string
  /** `relative`: "3 days ago"; `day`: the date; `time`: date and minute. The exact time shows on hover. */
  as?: 'relative' | 'day' | 'time'
}

/** A point in time, in the person's own language and zone. */
export function Moment({ at, as = 'relative' }: Props) {
  const { i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const date = new Date(at)
  const day = new Intl.DateTimeFormat(
    locale,
    as === 'time' ? { dateStyle: 'medium', timeStyle: 'short' } : { dateStyle: 'medium' },
  )
  return (
    // In one line, so that rows of a table keep one height whatever their times say.
    <time dateTime={at} title={exact(date, locale)} style={as === 'relative' ? { whiteSpace: 'nowrap' } : undefined}>
      {as === 'relative' ? relative(date, locale) : day.format(date)}
    </time>
  )
}
