import { Button, Divider, Group, Modal, Stack, Text } from '@mantine/core'
import { sessions as routes } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { PasswordField } from '../../kit/PasswordField.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { depart } from './departure.ts'
import { ProviderRefusal } from './ProviderRefusal.tsx'

interface Props {
  /** The connection this session came through. */
  through: { connection: string; name: string } | undefined
  onProved: () => void
  onClose: () => void
}

/** Shows once more who sits there: with the password, or at the provider they came through. */
export function ProveDialog({ through, onProved, onClose }: Props) {
  const { t } = useTranslation('federation')
  const { t: k } = useTranslation('kit')
  const form = useFields(routes.prove.body, { password: '' }, { password_wrong: 'password' })
  const prove = useAct((input: { password: string }, intent) => api.sessions.prove(input, intent), {
    done: onProved,
    refused: form.place,
  })
  const elsewhere = useAct((connection: string, intent) => api.federation.beginProof({ connection }, intent), {
    done: ({ url }) => depart({ purpose: 'own', next: '/profile' }, url),
  })
  return (
    <Modal opened onClose={onClose} title={t('prove.title')} closeButtonProps={{ 'aria-label': k('close') }}>
      <Stack gap="md">
        <Text size="sm">{t('prove.text')}</Text>
        {through ? (
          <>
            <Button
              loading={elsewhere.isPending || elsewhere.isSuccess}
              onClick={() => elsewhere.mutate(through.connection)}
            >
              {t('prove.with', { name: through.name })}
            </Button>
            {elsewhere.error && <ProviderRefusal error={elsewhere.error} />}
            <Divider label={t('or')} />
          </>
        ) : null}
        <form noValidate onSubmit={form.onSubmit((values) => prove.mutate(values))}>
          <Stack gap="md">
            <PasswordField
              label={t('prove.password')}
              required
              {...form.getInputProps('password')}
              value={form.values.password}
            />
            {form.failure && <Refusal error={form.failure} change />}
            <Group justify="flex-end">
              <Button type="submit" variant={through ? 'default' : 'filled'} loading={prove.isPending}>
                {t('prove.confirm')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Stack>
    </Modal>
  )
}
