import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { useInstallation } from '../installation/index.ts'
import { useHost } from './queries.ts'

/** At an address below which nobody is: in place of every page. */
export function NoTenantPage() {
  const { t } = useTranslation('hosts')
  const { product } = useInstallation()
  const { main } = useHost()
  return (
    <PublicPage product={product} title={t('unknown.title')} hint={t('unknown.text', { host: location.hostname })}>
      <Anchor href={main}>{t('unknown.main', { address: main })}</Anchor>
    </PublicPage>
  )
}
