import { useTranslation } from 'react-i18next'
import { useInstallation, useLabel } from '../installation/index.ts'
import { can, useMe } from './me.ts'

/** Without a mail server nothing is on its way anywhere: where the mail is instead, for whoever ordered it. Null with one. */
export function useKeptNote(): string | null {
  const { t } = useTranslation('kit')
  const { mailConfigured } = useInstallation()
  const label = useLabel()
  const me = useMe()
  if (mailConfigured) return null
  // Mails lie at the reader's own organization; it covers everything below.
  const reads = can(me, 'mails.read', { id: me.organization.id, ancestors: [] })
  return reads ? t('kept.here', { mails: label('menu.mails', t('kept.mails')) }) : t('kept.above')
}
