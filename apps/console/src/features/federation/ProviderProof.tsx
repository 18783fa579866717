import { Button, Divider, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useAct } from '../../kit/useAct.ts'
import { host } from '../hosts/index.ts'
import { depart } from './departure.ts'
import { ProviderRefusal } from './ProviderRefusal.tsx'
import { linksQuery } from './queries.ts'

/** For whoever came through a provider: shows who they are there, and comes back to where they were. */
export function ProviderProof() {
  const { t } = useTranslation('federation')
  const { data } = useQuery(linksQuery)
  const through = data?.items.find((it) => it.connection === data.current)
  const begin = useAct((connection: string, intent) => api.federation.beginProof({ connection, host }, intent), {
    done: ({ url }) => depart({ purpose: 'own', next: window.location.pathname + window.location.search }, url),
  })
  if (!through) return null
  return (
    <Stack gap="md">
      <Divider label={t('or')} />
      <Button
        variant="default"
        loading={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate(through.connection)}
      >
        {t('proveWith', { name: through.name })}
      </Button>
      {begin.error && <ProviderRefusal error={begin.error} />}
    </Stack>
  )
}
