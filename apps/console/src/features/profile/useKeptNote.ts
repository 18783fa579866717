import { useTranslation } from 'react-i18next'
import { useInstallation, useLabel } from '../installation/index.ts'
import { can, useMe } from './me.ts'

/** Where whoever is signed in reads kept mails: at their own organization, which covers everything below. Null if nowhere. */
export function useMailsPlace(): string | null {
  const me = useMe()
  return can(me, 'mails.read', { id: me.organization.id, ancestors: [] }) ? me.organization.id : null
}

/** Without a mail server nothing is on its way anywhere: where the mail is instead, for whoever ordered it. Null with one. */
export function useKeptNote(): string | null {
  const { t } = useTranslation('kit')
  const { mailConfigured } = useInstallation()
  const label = useLabel()
  const place = useMailsPlace()
  if (mailConfigured) return null
  return place === null ? t('kept.above') : t('kept.here', { mails: label('menu.mails', t('kept.mails')) })
}
