import { Button, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ending } from './useSessionWatch.ts'

interface Props {
  ending: Ending
  onStay: () => void
  onDismiss: () => void
}

/** The session is about to end: how long it still has, and, where use puts that off, the way to stay. */
export function EndingWarning({ ending: { at, idle }, onStay, onDismiss }: Props) {
  const { t } = useTranslation('sessions')
  const { t: k } = useTranslation('kit')
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((at - now) / 1000))
  const close = idle ? onStay : onDismiss
  return (
    <Modal opened onClose={close} title={t('ending.title')} closeButtonProps={{ 'aria-label': k('close') }}>
      <Stack gap="md">
        {/* Read out once; the number that runs is for the eye. */}
        <Text size="sm" role="timer" aria-live="off">
          {t(idle ? 'ending.idle' : 'ending.over', { count: seconds })}
        </Text>
        <Button onClick={close} data-autofocus>
          {t(idle ? 'ending.stay' : 'ending.understood')}
        </Button>
      </Stack>
    </Modal>
  )
}
