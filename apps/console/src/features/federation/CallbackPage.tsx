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
import { host, useHost } from '../hosts/index.ts'
import { useInstallation } from '../installation/index.ts'
import { useSignedIn } from '../profile/index.ts'
import { depart, departed } from './departure.ts'
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

/** Providers send everybody to the installation's own address; who began at a tenant's goes on there, where their cookies are. */
async function goOn({ state }: Back, query: string): Promise<void> {
  const { address } = await api.federation.origin({ state })
  if (address === null || address === window.location.origin) return
  window.location.replace(address + window.location.pathname + query)
  await new Promise(() => undefined)
}

/** Where providers send people back to: finishes what this browser began. */
export function CallbackPage() {
  const { t } = useTranslation('federation')
  const { product } = useInstallation()
  const { history } = useRouter()
  const signedIn = useSignedIn()
  const { kind } = useHost()
  const [back] = useState(read)
  const [query] = useState(() => window.location.search)
  const [{ purpose, next, enters }] = useState(departed)
  const begun = useRef(false)
  // The session so far is good for where it was begun; the provider, which knows them by now, opens the new account.
  const enter = useAct((connection: string, intent) => api.federation.begin({ connection, host }, intent), {
    done: ({ url }) => depart({ purpose: 'sign_in', next: '/' }, url),
  })
  const finish = useAct(
    async (sent: Back): Promise<Me | 'linked' | 'proved' | 'joined'> => {
      if (kind === 'main') await goOn(sent, query)
      return purpose === 'own' ? (await api.federation.finishOwn(sent)).done : api.federation.finish(sent)
    },
    {
      done: (outcome) => {
        if (outcome === 'joined') {
          toast({ text: t('linked.joined') })
          if (enters !== undefined) return enter.mutate(enters)
        } else if (outcome === 'linked') toast({ text: t('linked.done') })
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
  const error = finish.error ?? enter.error
  if (!error)
    return (
      <PublicPage product={product} title={t('arriving')}>
        <Stack align="center">
          <Loader aria-label={t('arriving')} />
        </Stack>
      </PublicPage>
    )
  return (
    <PublicPage product={product} title={t('failed')}>
      <ProviderRefusal error={error} />
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
