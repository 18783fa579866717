import { Alert, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { keys as routes } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { useFields } from '../../kit/fields.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'

const lives = [7, 30, 90, 365]

/** Asks for a name and an end; then shows the key, this once. */
export function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const { t } = useTranslation('keys')
  const { t: k } = useTranslation('kit')
  const [days, setDays] = useState(90)
  // Not in the cache of answers: when this dialog is gone, so is the secret.
  const [secret, setSecret] = useState<string | null>(null)
  const form = useFields(routes.create.body, { name: '' })
  const create = useAct((input: { name: string; days: number }, intent) => api.keys.create(input, intent), {
    done: (made) => {
      setSecret(made.secret ?? '')
      onMade()
    },
    refused: form.place,
  })
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={secret === null}
      title={secret === null ? t('create') : t('madeTitle')}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      {secret === null ? (
        <form noValidate onSubmit={form.onSubmit(({ name }) => create.mutate({ name: name.trim(), days }))}>
          <Stack gap="md">
            <TextInput
              label={t('name')}
              description={t('nameHelp')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              data-autofocus
              {...form.getInputProps('name')}
            />
            <Select
              label={t('lives')}
              data={lives.map((count) => ({ value: String(count), label: t('days', { count }) }))}
              value={String(days)}
              allowDeselect={false}
              onChange={(chosen) => setDays(Number(chosen))}
            />
            {form.failure && <Refusal error={form.failure} change />}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>
                {k('cancel')}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {t('create')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="md">
          <Alert color="yellow" variant="light">
            {t('madeText')}
          </Alert>
          <CopyValue value={secret} what={t('secret')} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('done')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
