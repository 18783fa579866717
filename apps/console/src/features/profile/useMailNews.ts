import { useTranslation } from 'react-i18next'
import { useInstallation, useLabel } from '../installation/index.ts'
import { can, useMe } from './me.ts'

/** Where whoever is signed in reads kept mails: at their own organization, which covers everything below. Null if nowhere. */
export function useMailsPlace(): string | null {
  const me = useMe()
  return can(me, 'mails.read', { id: me.organization.id, ancestors: [] }) ? me.organization.id : null
}

/**
 * What whoever ordered a mail is told of it: that it is `sent`; or, as without a mail server nothing is on its way anywhere, that there
 * is one (`kept`), and where.
 */
export function useMailNews(): (sent: string, kept: string) => string {
  const { t } = useTranslation('kit')
  const { mailConfigured } = useInstallation()
  const label = useLabel()
  const place = useMailsPlace()
  if (mailConfigured) return (sent) => sent
  const where = place === null ? t('kept.above') : t('kept.here', { mails: label('menu.mails', t('kept.mails')) })
  return (_, kept) => `${kept} ${where}`
}
