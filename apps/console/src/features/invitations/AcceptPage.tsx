import { Skeleton } from '@mantine/core'
import { ApiError } from '@tenantry/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../kit/links.tsx'
import { api } from '../../kit/api.ts'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { isToken, useLinkToken } from '../../kit/useLinkToken.ts'
import { useInstallation } from '../installation/index.ts'
import { AcceptForm } from './AcceptForm.tsx'

const ends = {
  invitation_unknown: 'unknown',
  invitation_closed: 'closed',
  invitation_withdrawn: 'withdrawn',
  invitation_expired: 'expired',
  user_exists: 'exists',
} as const
const endBy = (error: Error | null) =>
  error instanceof ApiError ? Object.entries(ends).find(([code]) => code === error.code)?.[1] : undefined

/** The page behind the link of an invitation. */
export function AcceptPage() {
  const { t } = useTranslation('invitations')
  const { product } = useInstallation()
  const token = useLinkToken()
  const [refused, setRefused] = useState<Error | null>(null)
  const link = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.invitations.open({ token }, { signal }),
    enabled: isToken(token),
    staleTime: Infinity,
  })
  const end = isToken(token) ? (endBy(link.error) ?? endBy(refused)) : 'unknown'
  if (end) {
    return (
      <PublicPage product={product} title={t(`accept.${end}Title`)} hint={t(`accept.${end}Text`)}>
        <ButtonLink to="/sign-in" variant="default">
          {t('accept.signIn')}
        </ButtonLink>
      </PublicPage>
    )
  }
  const organization = link.data?.organization ?? product
  return (
    <PublicPage
      product={product}
      title={t('accept.title', { organization })}
      hint={link.data && t('accept.by', { name: link.data.invitedBy })}
    >
      {link.isPending && <Skeleton height={240} />}
      {link.error && <Refusal error={link.error} retry={() => void link.refetch()} />}
      {link.data && <AcceptForm token={token} invitation={link.data} onRefused={setRefused} />}
    </PublicPage>
  )
}
