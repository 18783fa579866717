import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './Refusal.tsx'

interface Props {
  opened: boolean
  title: string
  /** The verb, with whom it concerns: "Deactivate Ada". */
  verb: string
  dangerous?: boolean
  busy: boolean
  /** False while something is still to be said or chosen; left out where nothing is. */
  ready?: boolean
  error: Error | null
  /** Says "no" to the act; "Cancel" unless that word would be read as the act itself. */
  refrain?: string
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** A question before an act that is felt by others: what will happen, and a button that carries the verb. */
export function ConfirmDialog({
  opened,
  title,
  verb,
  dangerous,
  busy,
  ready = true,
  error,
  refrain,
  onConfirm,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation('kit')
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onConfirm()
        }}
      >
        <Stack gap="md">
          {children}
          {error && <Refusal error={error} change />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {refrain ?? t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={busy}
              disabled={!ready}
              {...(dangerous ? { color: 'red' } : {})}
              data-autofocus
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
