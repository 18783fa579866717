import { Button, Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './Refusal.tsx'

interface Props {
  title: string
  opened: boolean
  onClose: () => void
  /** The form; mounted with the dialog, so that it opens empty. */
  children: ReactNode
}

/** A dialog that makes something new. */
export function FormDialog({ title, opened, onClose, children }: Props) {
  const { t } = useTranslation('kit')
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={480} closeButtonProps={{ 'aria-label': t('close') }}>
      {children}
    </Modal>
  )
}

interface FootProps {
  /** What stands beside no field. */
  failure: Error | null
  submit: string
  pending: boolean
  /** Nothing has been changed yet. */
  unchanged?: boolean
  onCancel: () => void
}

/** The end of a form: what was refused, and the two ways on. */
export function FormFoot({ failure, submit, pending, unchanged = false, onCancel }: FootProps) {
  const { t } = useTranslation('kit')
  return (
    <>
      {failure && <Refusal error={failure} change />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" disabled={unchanged} loading={pending}>
          {submit}
        </Button>
      </Group>
    </>
  )
}
