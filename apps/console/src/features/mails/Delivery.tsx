import { Text } from '@mantine/core'
import type { MailDelivery } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { Status, type Look } from '../../kit/Status.tsx'

const looks = {
  queued: 'open',
  sent: 'good',
  deferred: 'waiting',
  failed: 'bad',
  kept: 'off',
} as const satisfies Record<MailDelivery['status'], Look>

export function Delivery({ delivery: { status, answer, nextAttemptAt } }: { delivery: MailDelivery }) {
  const { t } = useTranslation('mail')
  return (
    <div>
      <Status look={looks[status]} word={t(`states.${status}`)} />
      {nextAttemptAt && (
        <Text size="xs" c="dimmed">
          {t('next')} <Moment at={nextAttemptAt} />
        </Text>
      )}
      {answer && (
        <Text size="xs" c="dimmed" lineClamp={2} title={answer}>
          {answer}
        </Text>
      )}
    </div>
  )
}
