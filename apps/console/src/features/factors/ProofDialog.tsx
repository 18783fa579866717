import { Modal, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerProofs } from '../../kit/proof.ts'
import { ProviderProof } from '../federation/index.ts'
import { ProofForm } from './ProofForm.tsx'

/** Opens over whatever is being done, when that takes a fresh proof; what was asked for goes on by itself afterwards. */
export function ProofDialog() {
  const { t } = useTranslation('factors')
  const { t: k } = useTranslation('kit')
  const [settle, setSettle] = useState<((proved: boolean) => void) | null>(null)
  useEffect(
    () =>
      answerProofs(
        () =>
          new Promise((resolve) =>
            setSettle(() => (proved: boolean) => {
              setSettle(null)
              resolve(proved)
            }),
          ),
      ),
    [],
  )
  if (!settle) return null
  return (
    <Modal
      opened
      zIndex={1_000} // over the dialog that asked
      onClose={() => settle(false)}
      title={t('proof.title')}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('proof.text')}</Text>
        <ProofForm verb={t('proof.verb')} onProved={() => settle(true)} />
        <ProviderProof />
      </Stack>
    </Modal>
  )
}
