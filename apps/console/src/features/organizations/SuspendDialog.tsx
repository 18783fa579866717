import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { useResume, useSuspend } from './acts.ts'
import { Goes } from './Goes.tsx'
import { useFresh, useSubtreeCounts, type Subject } from './queries.ts'

interface Props {
  subject: Subject
  /** May be told how many it concerns. */
  counted: boolean
  onClose: () => void
}

/** Before everybody in an organization is stopped: whom it concerns. */
export function SuspendDialog({ subject, counted, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const [reason, setReason] = useState('')
  const now = useFresh(subject)
  const { data, isError } = useSubtreeCounts(subject.id, counted)
  const suspend = useSuspend(onClose)
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('suspend.title', { name: subject.name })}
      verb={t('suspend.verb', { name: subject.name })}
      busy={suspend.isPending}
      error={suspend.error}
      onConfirm={() => suspend.mutate({ subject: now, reason: given(reason) })}
      onClose={onClose}
    >
      <Text size="sm">{t('suspend.text')}</Text>
      <Goes about="suspend" counts={data} known={counted && !isError} />
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

export function ResumeDialog({ subject, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const [reason, setReason] = useState('')
  const now = useFresh(subject)
  const resume = useResume(onClose)
  return (
    <ConfirmDialog
      opened
      title={t('resume.title', { name: subject.name })}
      verb={t('resume.verb', { name: subject.name })}
      busy={resume.isPending}
      error={resume.error}
      onConfirm={() => resume.mutate({ subject: now, reason: given(reason) })}
      onClose={onClose}
    >
      <Text size="sm">{t('resume.text')}</Text>
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}
