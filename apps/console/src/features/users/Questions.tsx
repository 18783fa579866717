import { List, Text, Textarea, TextInput } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { fullName } from '../../kit/Person.tsx'
import { useDeactivate, useRemove, useSendReset } from './acts.ts'
import type { Question } from './UserActions.tsx'

interface Props {
  question: Question | null
  onClose: () => void
}

/** The questions asked before somebody is deactivated, deleted or sent a reset link. */
export function Questions({ question, onClose }: Props) {
  if (!question) return null
  const Dialog = { deactivation: Deactivation, reset: Reset, removal: Removal }[question.about]
  return <Dialog key={question.user.id} user={question.user} onClose={onClose} />
}

function Deactivation({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const [reason, setReason] = useState('')
  const deactivate = useDeactivate(onClose)
  const confirm = () => {
    const why = given(reason)
    deactivate.mutate({ user, ...(why ? { reason: why } : {}) })
  }
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('deactivation.title', { name: fullName(user) })}
      verb={t('deactivation.verb', { first: user.firstName })}
      busy={deactivate.isPending}
      error={deactivate.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('deactivation.out')}</List.Item>
        <List.Item>{t('deactivation.stays')}</List.Item>
        <List.Item>{t('deactivation.back')}</List.Item>
      </List>
      <Textarea
        label={`${k('reason')} (${k('optional')})`}
        description={k('reasonHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        autosize
        minRows={2}
        maxRows={5}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value.replace(/\n/g, ' '))}
      />
    </ConfirmDialog>
  )
}

function Reset({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const send = useSendReset(onClose)
  return (
    <ConfirmDialog
      opened
      title={t('reset.title', { name: fullName(user) })}
      verb={t('reset.verb', { first: user.firstName })}
      busy={send.isPending}
      error={send.error}
      onConfirm={() => send.mutate(user)}
      onClose={onClose}
    >
      <Text size="sm">{t('reset.text', { email: user.email })}</Text>
    </ConfirmDialog>
  )
}

/** Final, so the address is typed; the button waits for it. */
function Removal({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [differs, setDiffers] = useState(false)
  const remove = useRemove(onClose)
  const confirm = () => {
    const right = typed.trim().toLowerCase() === user.email
    setDiffers(!right)
    const why = given(reason)
    if (right) remove.mutate({ user, ...(why ? { reason: why } : {}) })
  }
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('removal.title', { name: fullName(user) })}
      verb={t('removal.verb', { first: user.firstName })}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('removal.final')}</List.Item>
        <List.Item>{t('removal.stays')}</List.Item>
      </List>
      <TextInput
        label={t('removal.type', { email: user.email })}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={differs && t('removal.differs')}
      />
      <Textarea
        label={`${k('reason')} (${k('optional')})`}
        autosize
        minRows={2}
        maxRows={5}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value.replace(/\n/g, ' '))}
      />
    </ConfirmDialog>
  )
}
