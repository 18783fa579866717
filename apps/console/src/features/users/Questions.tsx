import { List, Text } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { fullName } from '../../kit/Person.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { AddressDialog } from '../addresses/index.ts'
import { useDeactivate, useReactivateFor, useSendReset } from './acts.ts'
import { MfaAgain, MfaOff, MfaOn } from './MfaDialogs.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { useReason } from './useReason.ts'
import { Removal } from './Removal.tsx'
import { ScopeDialog } from './ScopeDialog.tsx'
import type { Question } from './UserActions.tsx'

interface Props {
  question: Question | null
  /** Where it is asked from: at or above the user's home. */
  place: string
  onClose: () => void
}

const dialogs = {
  deactivation: Deactivation,
  reactivation: Reactivation,
  reset: Reset,
  removal: Removal,
  scope: ScopeDialog,
  move: MoveDialog,
  address: AddressDialog,
  mfaOn: MfaOn,
  mfaOff: MfaOff,
  mfaAgain: MfaAgain,
} as const

/** The dialog of whatever is about to be done to a user. */
export function Questions({ question, place, onClose }: Props) {
  if (!question) return null
  const Dialog = dialogs[question.about]
  return <Dialog key={`${question.about} ${question.user.id}`} user={question.user} place={place} onClose={onClose} />
}

function Deactivation({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const why = useReason('deactivate_user', user)
  const deactivate = useDeactivate(user.organization.id, onClose)
  const confirm = () => why.settled((because) => deactivate.mutate({ user, ...because }))
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
      <ReasonField {...why.field} />
    </ConfirmDialog>
  )
}

function Reactivation({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const why = useReason('reactivate_user', user)
  const reactivate = useReactivateFor(onClose)
  return (
    <ConfirmDialog
      opened
      title={t('reactivation.title', { name: fullName(user) })}
      verb={t('reactivation.verb', { first: user.firstName })}
      busy={reactivate.isPending}
      error={reactivate.error}
      onConfirm={() => why.settled((because) => reactivate.mutate({ user, ...because }))}
      onClose={onClose}
    >
      <Text size="sm">{t('reactivation.text')}</Text>
      <ReasonField {...why.field} />
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
