import { Loader, Stack } from '@mantine/core'
import type { Me } from '@tenantry/contract'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ButtonLink } from '../../kit/links.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation } from '../installation/index.ts'
import { useSignedIn } from '../profile/index.ts'
import { departed } from './departure.ts'
import { ProviderRefusal } from './ProviderRefusal.tsx'

interface Back {
  organization: string
  state: string
  code?: string
  iss?: string
  error?: string
}
/** What the provider sent along; it knows more parameters than we need. */
function read(): Back {
  const { pathname, search } = window.location
  const sent = new URLSearchParams(search)
  const some = (['code', 'iss', 'error'] as const).flatMap((name) => {
    const value = sent.get(name)
    return value ? [[name, value] as const] : []
  })
  const organization = pathname.slice(pathname.lastIndexOf('/') + 1)
  return { organization, state: sent.get('state') ?? '', ...Object.fromEntries(some) }
}

/** Where providers send people back to: finishes what this browser began. */
export function CallbackPage() {
  const { t } = useTranslation('federation')
  const { product } = useInstallation()
  const { history } = useRouter()
  const signedIn = useSignedIn()
  const [back] = useState(read)
  const [{ purpose, next }] = useState(departed)
  const begun = useRef(false)
  const finish = useAct(
    async (sent: Back): Promise<Me | 'linked' | 'proved'> =>
      purpose === 'own' ? (await api.federation.finishOwn(sent)).done : api.federation.finish(sent),
    {
      done: (outcome) => {
        if (outcome === 'linked') toast({ text: t('linked.done') })
        else if (outcome === 'proved') toast({ text: t('linked.proved') })
        else signedIn(outcome)
        history.replace(next)
      },
    },
  )
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    // Out of the address, which people copy, and other pages are told.
    window.history.replaceState(window.history.state, '', window.location.pathname)
    finish.mutate(back)
  })
  if (!finish.error)
    return (
      <PublicPage product={product} title={t('arriving')}>
        <Stack align="center">
          <Loader aria-label={t('arriving')} />
        </Stack>
      </PublicPage>
    )
  return (
    <PublicPage product={product} title={t('failed')}>
      <ProviderRefusal error={finish.error} />
      {purpose === 'own' ? (
        <ButtonLink to="/profile">{t('toProfile')}</ButtonLink>
      ) : (
        <ButtonLink to="/sign-in" search={next === '/' ? {} : { next }}>
          {t('back')}
        </ButtonLink>
      )}
    </PublicPage>
  )
}
