import { Button, Group, Modal } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceOf } from '../../kit/device.ts'
import { PasskeyFault, PasskeysElsewhere, usePasskeys } from '../passkeys/index.ts'
import { AddApp } from './AddApp.tsx'
import { useAddPasskey } from './useAddPasskey.ts'

interface Props {
  onAdded: (recoveryCodes: string[] | null) => void
  /** What stands beside the ways to add one. */
  children: ReactNode
}

/** The ways to add a second factor here. */
export function AddFactor({ onAdded, children }: Props) {
  const { t } = useTranslation('factors')
  const { t: k } = useTranslation('kit')
  const [adding, setAdding] = useState(false)
  const passkeysHere = usePasskeys()
  const passkey = useAddPasskey(onAdded)
  const device = deviceOf(navigator.userAgent)
  const added = (codes: string[] | null) => {
    setAdding(false)
    onAdded(codes)
  }
  return (
    <>
      <PasskeyFault error={passkey.error} change />
      <PasskeysElsewhere />
      <Group justify="flex-end" mt="sm" gap="sm">
        {children}
        {passkeysHere && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={16} aria-hidden="true" />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate({ name: device ? t('passkey.named', device) : t('passkey.name') })}
          >
            {t('passkey.add')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDeviceMobile size={16} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {t('app.add')}
        </Button>
      </Group>
      {adding && (
        <Modal
          opened
          closeOnClickOutside={false}
          onClose={() => setAdding(false)}
          title={t('app.add')}
          closeButtonProps={{ 'aria-label': k('close') }}
        >
          <AddApp name={t('app.name')} onAdded={added} onLeave={() => setAdding(false)} leave={k('cancel')} />
        </Modal>
      )}
    </>
  )
}
