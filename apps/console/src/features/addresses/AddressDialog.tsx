import { Text, TextInput } from '@mantine/core'
import { addresses as routes, type User } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given, useFields } from '../../kit/fields.ts'
import { fullName } from '../../kit/Person.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useMailNews } from '../profile/index.ts'

const blank = { email: '', reason: '' }

/** Another address for somebody else: it counts once they confirm it. */
export function AddressDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('addresses')
  const queries = useQueryClient()
  const form = useFields(routes.change.body, blank, { email_unchanged: 'email' })
  const news = useMailNews()
  const change = useAct(
    ({ email, reason }: typeof blank, intent) => {
      const why = given(reason)
      const about = { organization: user.organization.id, user: user.id, email: email.trim() }
      return api.addresses.change({ ...about, ...(why ? { reason: why } : {}) }, intent)
    },
    {
      done: (_, { email }) => {
        onClose()
        const to = { email: email.trim() }
        toast({ text: news(t('change.sent', to), t('change.sentKept', to)) })
        void queries.invalidateQueries({ queryKey: ['users'] })
      },
      refused: form.place,
    },
  )
  const confirm = () => {
    form.clearFailure()
    if (!form.validate().hasErrors) change.mutate(form.values)
  }
  return (
    <ConfirmDialog
      opened
      title={t('change.title', { name: fullName(user) })}
      verb={t('change.verb')}
      busy={change.isPending}
      error={form.failure}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Text size="sm">{t('change.text', { email: user.email })}</Text>
      <TextInput
        label={t('change.email')}
        type="email"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('email')}
      />
      <ReasonField value={form.values.reason} onChange={(reason) => form.setFieldValue('reason', reason)} />
    </ConfirmDialog>
  )
}
