import { Text, TextInput } from '@mantine/core'
import { ApiError } from '@tenantry/sdk'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { Moment } from '../../kit/Moment.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { useRemove, useRestore } from './acts.ts'
import { Goes } from './Goes.tsx'
import { useFresh, useSubtreeCounts, type Subject } from './queries.ts'

interface Props {
  subject: Subject
  onClose: () => void
}

/** Before an organization is deleted: what goes with it, and its code typed by hand. */
export function DeleteDialog({ subject, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const sentence = useSentence()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const now = useFresh(subject)
  const { data, isError } = useSubtreeCounts(subject.id, true)
  const remove = useRemove(onClose)
  const word = now.code ?? now.name
  const differs = remove.error instanceof ApiError && remove.error.code === 'confirmation_differs'
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('remove.title', { name: subject.name })}
      verb={t('remove.verb', { name: subject.name })}
      ready={typed.trim() === word}
      busy={remove.isPending}
      error={differs ? null : remove.error}
      onConfirm={() => remove.mutate({ subject: now, confirm: typed.trim(), reason: given(reason) })}
      onClose={onClose}
    >
      <Text size="sm">{t('remove.text')}</Text>
      <Goes about="remove" counts={data} known={!isError} />
      <TextInput
        label={
          <Trans
            t={t}
            i18nKey={now.code ? 'remove.typeCode' : 'remove.typeName'}
            values={{ word }}
            components={{ w: <bdi style={{ fontFamily: 'var(--mantine-font-family-monospace)' }} /> }}
          />
        }
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={differs && remove.error ? sentence(remove.error) : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

export function RestoreDialog({ subject, onClose }: Props) {
  const { t } = useTranslation('organizations')
  const [reason, setReason] = useState('')
  const now = useFresh(subject)
  const restore = useRestore(onClose)
  return (
    <ConfirmDialog
      opened
      title={t('restore.title', { name: subject.name })}
      verb={t('restore.verb', { name: subject.name })}
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => restore.mutate({ subject: now, reason: given(reason) })}
      onClose={onClose}
    >
      <Text size="sm">{t('restore.text')}</Text>
      {now.purgeAt && (
        <Text size="sm">
          {t('restore.until')} <Moment at={now.purgeAt} as="time" />.
        </Text>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}
