import { List, TextInput } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { fullName } from '../../kit/Person.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { useRules } from '../policies/index.ts'
import { useRemove } from './acts.ts'
import { useReason } from './useReason.ts'

/** What is final asks for the address, and the button waits for it; what can be taken back says until when. */
export function Removal({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users')
  const why = useReason('delete_user', user)
  const rule = useRules(user.organization.id)['user.removal']
  const days = rule?.mode === 'restorable' ? rule.days : null
  const [typed, setTyped] = useState('')
  const [differs, setDiffers] = useState(false)
  const remove = useRemove(onClose)
  const confirm = () => {
    const right = days !== null || typed.trim().toLowerCase() === user.email
    setDiffers(!right)
    if (right) why.settled((because) => remove.mutate({ user, ...because }))
  }
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t(days === null ? 'removal.title' : 'removal.forNow', { name: fullName(user) })}
      verb={t('removal.verb', { first: user.firstName })}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t(days === null ? 'removal.final' : 'removal.out')}</List.Item>
        {days !== null && <List.Item>{t('removal.days', { count: days })}</List.Item>}
        <List.Item>{t('removal.stays')}</List.Item>
      </List>
      {days === null && (
        <TextInput
          label={t('removal.type', { email: user.email })}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={differs && t('removal.differs')}
        />
      )}
      <ReasonField {...why.field} />
    </ConfirmDialog>
  )
}
