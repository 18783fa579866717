import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { toastFailure } from '../../kit/toast.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation } from '../installation/index.ts'
import { useForget } from '../profile/index.ts'
import { LeaveLink } from './LeaveLink.tsx'
import { ProofForm } from './ProofForm.tsx'
import { waysQuery } from './queries.ts'

const route = getRouteApi('/second-step')

/** The password was right; now the second factor. */
export function SecondStepPage() {
  const { t } = useTranslation('factors')
  const { product } = useInstallation()
  const { next = '/' } = route.useSearch()
  const { history } = useRouter()
  const forget = useForget()
  const sentence = useSentence()
  const { data } = useQuery(waysQuery)
  const [remember, setRemember] = useState(false)
  const enter = () => {
    forget()
    history.push(next)
  }
  const keep = useAct((_: null, intent) => api.devices.remember({}, intent), {
    done: enter,
    refused: (error) => {
      toastFailure(sentence(error))
      enter()
    },
  })
  const days = data?.rememberDays ?? 0
  return (
    <PublicPage product={product} title={t('second.title')} hint={t('second.hint')}>
      <ProofForm verb={t('second.verb')} onProved={() => (remember ? keep.mutate(null) : enter())}>
        {days > 0 && (
          <Checkbox
            label={t('second.remember', { count: days })}
            description={t('second.rememberHelp')}
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        )}
      </ProofForm>
      <LeaveLink />
    </PublicPage>
  )
}
