import { List } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { fullName } from '../../kit/Person.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useShowUser, usersKey } from './queries.ts'

interface Props {
  user: User
  onClose: () => void
}
const target = (user: User) => ({ organization: user.organization.id, user: user.id })

export function MfaOn({ user, onClose }: Props) {
  const { t } = useTranslation('users')
  const show = useShowUser()
  const enable = useAct(
    (_: null, intent) =>
      api.users.requireMfa({ ...target(user), mfaRequired: true }, { ...intent, version: user.version }),
    {
      done: (changed) => {
        show(changed)
        onClose()
        toast({ text: t('mfa.onDone', { name: fullName(user) }) })
      },
    },
  )
  return (
    <ConfirmDialog
      opened
      title={t('mfa.onTitle', { name: fullName(user) })}
      verb={t('mfa.onVerb')}
      busy={enable.isPending}
      error={enable.error}
      onConfirm={() => enable.mutate(null)}
      onClose={onClose}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('mfa.onNext')}</List.Item>
        <List.Item>{t('mfa.onNow')}</List.Item>
      </List>
    </ConfirmDialog>
  )
}

export const MfaOff = (props: Props) => <Disabling {...props} required={false} />
export const MfaAgain = (props: Props) => <Disabling {...props} required />

/** What was set up is lost, so it takes a reason, which is kept. */
function Disabling({ user, onClose, required }: Props & { required: boolean }) {
  const { t } = useTranslation('users')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [missed, setMissed] = useState(false)
  const name = fullName(user)
  const disable = useAct(
    (why: string, intent) => api.factors.disable({ ...target(user), required, reason: why }, intent),
    {
      done: () => {
        onClose()
        void queries.invalidateQueries({ queryKey: usersKey })
        toast({ text: t(required ? 'mfa.againDone' : 'mfa.offDone', { name }) })
      },
    },
  )
  const why = given(reason)
  const confirm = () => {
    setMissed(!why)
    if (why) disable.mutate(why)
  }
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t(required ? 'mfa.againTitle' : 'mfa.offTitle', { name })}
      verb={t(required ? 'mfa.againVerb' : 'mfa.offVerb', { first: user.firstName })}
      busy={disable.isPending}
      error={disable.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('mfa.offGone')}</List.Item>
        <List.Item>{t('mfa.offDevices')}</List.Item>
        <List.Item>{t(required ? 'mfa.againThen' : 'mfa.offThen')}</List.Item>
        <List.Item>{t('mfa.offMail')}</List.Item>
      </List>
      <ReasonField value={reason} onChange={setReason} needed missed={missed && !why} />
    </ConfirmDialog>
  )
}
