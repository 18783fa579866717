import { Alert, Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useHost, useOwnHost } from './queries.ts'

/** To somebody signed in at the address of an organization that is neither theirs nor above or below theirs. */
export function ElsewhereNotice() {
  const { t } = useTranslation('hosts')
  const own = useOwnHost(useHost().kind !== 'main')
  if (!own || own.fits) return null
  return (
    <Alert variant="light" radius={0} title={t('elsewhere.title', { host: location.hostname })}>
      {t('elsewhere.text', { name: own.organization.name })}{' '}
      <Anchor href={own.address} display="block" w="fit-content" mt={4}>
        {own.address}
      </Anchor>
    </Alert>
  )
}
