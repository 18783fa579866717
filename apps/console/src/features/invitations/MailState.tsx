import { Text } from '@mantine/core'
import type { Invitation } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { useMailsPlace } from '../profile/index.ts'

/** What became of the last mail, and what the mail server said. */
export function MailState({ mail }: Pick<Invitation, 'mail'>) {
  const { t } = useTranslation('invitations')
  const home = useMailsPlace()
  if (!mail) return null
  const { status, answer, nextAttemptAt } = mail
  const trouble = status === 'failed' || status === 'deferred'
  if (status === 'kept' && home !== null) {
    return (
      <TextLink to="/o/$organization/mails/$mail" params={{ organization: home, mail: mail.id }} size="xs">
        {t('mail.keptRead')}
      </TextLink>
    )
  }
  return (
    <Text
      component="div"
      size="xs"
      c={status === 'failed' ? 'var(--tenantry-bad)' : 'dimmed'}
      title={answer ?? ''}
      style={{ overflowWrap: 'anywhere' }}
    >
      {t(`mail.${status}`)}
      {nextAttemptAt && (
        <>
          . {t('mail.next')} <Moment at={nextAttemptAt} />
        </>
      )}
      {trouble && answer && <div>{t('mail.answer', { answer })}</div>}
    </Text>
  )
}
