import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceOf } from '../../kit/device.ts'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useInstallation } from '../installation/index.ts'
import { PasskeyFault, PasskeysElsewhere, usePasskeys } from '../passkeys/index.ts'
import { useForget } from '../profile/index.ts'
import { AddApp } from './AddApp.tsx'
import { LeaveLink } from './LeaveLink.tsx'
import { factorsQuery } from './queries.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { useAddPasskey } from './useAddPasskey.ts'

const route = getRouteApi('/set-up-factor')

/** Somebody who must have a second factor sets one up; nothing else opens before. */
export function EnrolPage() {
  const { t } = useTranslation('factors')
  const { product } = useInstallation()
  const { next = '/' } = route.useSearch()
  const { history } = useRouter()
  const forget = useForget()
  const { data, error, refetch } = useQuery(factorsQuery)
  const [app, setApp] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const enter = () => {
    forget()
    history.push(next)
  }
  const added = (made: string[] | null) => (made ? setCodes(made) : enter())
  const passkeysHere = usePasskeys()
  const passkey = useAddPasskey(added)
  if (codes)
    return (
      <PublicPage product={product} title={t('codes.title')} hint={t('codes.hint')}>
        <RecoveryCodes codes={codes} onDone={enter} />
      </PublicPage>
    )
  const device = deviceOf(navigator.userAgent)
  return (
    <PublicPage
      product={product}
      title={t('enrol.title')}
      hint={data?.requiredBy ? t(`enrol.by.${data.requiredBy}`) : t('enrol.hint')}
    >
      {error && <Refusal error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} />}
      {data && app && <AddApp name={t('app.name')} onAdded={added} onLeave={() => setApp(false)} />}
      {data && !app && (
        <Stack gap="sm">
          <Button leftSection={<IconDeviceMobile size={18} aria-hidden="true" />} onClick={() => setApp(true)}>
            {t('enrol.app')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('enrol.appHelp')}
          </Text>
          <PasskeysElsewhere />
          {passkeysHere && (
            <>
              <Button
                variant="default"
                leftSection={<IconFingerprint size={18} aria-hidden="true" />}
                loading={passkey.isPending}
                onClick={() => passkey.mutate({ name: device ? t('passkey.named', device) : t('passkey.name') })}
              >
                {t('enrol.passkey')}
              </Button>
              <Text size="xs" c="dimmed">
                {t('enrol.passkeyHelp')}
              </Text>
            </>
          )}
          <PasskeyFault error={passkey.error} change />
        </Stack>
      )}
      <LeaveLink />
    </PublicPage>
  )
}
