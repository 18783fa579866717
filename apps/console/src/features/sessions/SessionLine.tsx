import { Badge, Button, Group, Text } from '@mantine/core'
import type { Session } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { deviceOf } from '../../kit/device.ts'
import { Moment } from '../../kit/Moment.tsx'
import classes from '../../kit/Items.module.css'

interface Props {
  session: Session
  /** Absent: it cannot be ended here. */
  onEnd?: (() => void) | undefined
}

/** One open session: where, since when, last used, how its person proved who they are. */
export function SessionLine({ session, onEnd }: Props) {
  const { t } = useTranslation('sessions')
  const device = deviceOf(session.userAgent)
  const name = device ? t('list.device', device) : t('list.unknown')
  const methods = session.methods.map((it) => t(`methods.${it}`)).join(', ')
  return (
    <li className={classes['item']}>
      <div>
        <Group gap={8}>
          <Text fw={500} title={session.userAgent ?? ''}>
            {name}
          </Text>
          {session.current && <Badge variant="light">{t('list.current')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {t('list.since')} <Moment at={session.createdAt} /> · {session.address ?? t('list.noAddress')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('list.used')} <Moment at={session.usedAt} />
          {methods && ` · ${methods}`}
        </Text>
      </div>
      {onEnd && !session.current && (
        <Button size="compact-sm" variant="default" aria-label={t('list.endOne', { device: name })} onClick={onEnd}>
          {t('list.end')}
        </Button>
      )}
    </li>
  )
}
