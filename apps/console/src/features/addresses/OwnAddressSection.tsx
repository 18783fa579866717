import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { addresses as routes } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { PasswordField } from '../../kit/PasswordField.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useMe } from '../profile/index.ts'
import { PendingAddress } from './PendingAddress.tsx'
import { useAsked } from './queries.ts'

const blank = { email: '', currentPassword: '' }

/** Another address for oneself: asked for with the password, confirmed from the new mailbox. */
export function OwnAddressSection() {
  const { t } = useTranslation('addresses')
  const me = useMe()
  const asked = useAsked()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useFields(routes.changeOwn.body, blank, {
    password_wrong: 'currentPassword',
    password_throttled: 'currentPassword',
    email_unchanged: 'email',
  })
  const change = useAct(
    ({ email, currentPassword }: typeof blank, intent) =>
      api.addresses.changeOwn({ email: email.trim(), currentPassword }, intent),
    {
      done: (_, { email }) => {
        form.reset()
        form.clearFailure()
        setSentTo(email.trim())
        asked()
      },
      refused: form.place,
    },
  )
  const { email, currentPassword } = form.values
  return (
    <Section title={t('own.title')} hint={t('own.hint', { email: me.email })}>
      <PendingAddress mayCancel />
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack gap="md" maw={380}>
          <TextInput
            label={t('change.email')}
            type="email"
            autoComplete="off"
            required
            {...form.getInputProps('email')}
          />
          <PasswordField
            label={t('own.password')}
            required
            {...form.getInputProps('currentPassword')}
            value={currentPassword}
          />
          {form.failure && <Refusal error={form.failure} change />}
          <output>{sentTo && <Text size="sm">{t('own.sent', { sent: sentTo, email: me.email })}</Text>}</output>
        </Stack>
        <Group justify="flex-end">
          <Button type="submit" disabled={!email || !currentPassword} loading={change.isPending}>
            {t('own.submit')}
          </Button>
        </Group>
      </form>
    </Section>
  )
}
