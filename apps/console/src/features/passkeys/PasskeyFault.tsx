import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../kit/Refusal.tsx'
import { wasLeft } from './browser.ts'

/** Why nothing came of a passkey: its person left the browser's dialog, or it was refused. */
export function PasskeyFault({ error, change = false }: { error: Error | null; change?: boolean }) {
  const { t } = useTranslation('factors')
  if (!error) return null
  return wasLeft(error) ? <Text size="sm">{t('passkey.left')}</Text> : <Refusal error={error} change={change} />
}
