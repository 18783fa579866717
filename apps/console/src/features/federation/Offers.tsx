import { Button, Divider, Stack, Text } from '@mantine/core'
import type { SignInOffer } from '@tenantry/contract'
import { IconLogin2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useAct } from '../../kit/useAct.ts'
import { host } from '../hosts/index.ts'
import { depart } from './departure.ts'
import { ProviderRefusal } from './ProviderRefusal.tsx'

interface Props {
  offers: readonly SignInOffer[]
  /** Nothing else is taken. */
  federatedOnly: boolean
  next: string
  /** The secret of an invitation that is to be accepted thereby. */
  invitation?: string
  /** Whoever is signed in is invited, and links the sign-in to themselves. */
  own?: boolean
}

/** Ways to sign in elsewhere, above the password or in its place. */
export function Offers({ offers, federatedOnly, next, invitation, own = false }: Props) {
  const { t } = useTranslation('federation')
  const begin = useAct(
    ({ connection }: SignInOffer, intent) => {
      const asked = { connection, host, ...(invitation && { token: invitation }) }
      return own ? api.federation.beginLink(asked, intent) : api.federation.begin(asked, intent)
    },
    {
      done: ({ url }, { connection }) =>
        depart(own ? { purpose: 'own', next, enters: connection } : { purpose: 'sign_in', next }, url),
    },
  )
  if (offers.length === 0) return null
  return (
    <Stack gap="sm" aria-live="polite">
      {federatedOnly && (
        <Text size="sm" c="dimmed">
          {t('only')}
        </Text>
      )}
      {offers.map((offer) => (
        <Button
          key={offer.connection}
          variant={federatedOnly ? 'filled' : 'default'}
          leftSection={<IconLogin2 size={16} aria-hidden="true" />}
          loading={begin.isPending || begin.isSuccess}
          onClick={() => begin.mutate(offer)}
        >
          <bdi>{t('continueWith', { name: offer.name })}</bdi>
        </Button>
      ))}
      {begin.error && <ProviderRefusal error={begin.error} />}
      {!federatedOnly && <Divider label={t('or')} />}
    </Stack>
  )
}
