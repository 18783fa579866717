import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconClock,
  IconXboxX,
} from '@tabler/icons-react'
import classes from './Status.module.css'

const looks = {
  good: { icon: IconCircleCheck, tone: 'good' },
  off: { icon: IconCircleMinus, tone: 'quiet' },
  open: { icon: IconCircleDashed, tone: 'quiet' },
  waiting: { icon: IconClock, tone: 'warn' },
  attention: { icon: IconAlertTriangle, tone: 'warn' },
  bad: { icon: IconXboxX, tone: 'bad' },
} as const
export type Look = keyof typeof looks

/** A state as a word, a colour and an icon, so that no one of them has to be seen. */
export function Status({ look, word }: { look: Look; word: string }) {
  const { icon: Icon, tone } = looks[look]
  return (
    <span className={`${classes['status']} ${classes[tone]}`}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      {word}
    </span>
  )
}
