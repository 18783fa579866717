import { Text } from '@mantine/core'
import type { Invitation } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { useCancel } from './acts.ts'

export function Cancellation({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useTranslation('invitations')
  const cancel = useCancel(onClose)
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('cancellation.title', { email: invitation.email })}
      verb={t('cancellation.verb')}
      refrain={t('cancellation.refrain')}
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() => cancel.mutate(invitation)}
      onClose={onClose}
    >
      <Text size="sm">{t('cancellation.text')}</Text>
    </ConfirmDialog>
  )
}
