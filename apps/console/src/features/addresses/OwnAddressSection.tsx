import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { addresses as routes } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useMailNews, useMe } from '../profile/index.ts'
import { PendingAddress } from './PendingAddress.tsx'
import { useAsked } from './queries.ts'

const blank = { email: '' }

/** Another address for oneself: asked for with a fresh proof, confirmed from the new mailbox. */
export function OwnAddressSection() {
  const { t } = useTranslation('addresses')
  const me = useMe()
  const asked = useAsked()
  const news = useMailNews()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useFields(routes.changeOwn.body, blank, {
    email_unchanged: 'email',
  })
  const change = useAct(({ email }: typeof blank, intent) => api.addresses.changeOwn({ email: email.trim() }, intent), {
    done: (_, { email }) => {
      form.reset()
      form.clearFailure()
      setSentTo(email.trim())
      asked()
    },
    refused: form.place,
  })
  const { email } = form.values
  const to = { sent: sentTo ?? '', email: me.email }
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
          {form.failure && <Refusal error={form.failure} change />}
          <output>{sentTo && <Text size="sm">{news(t('own.sent', to), t('own.sentKept', to))}</Text>}</output>
        </Stack>
        <Group justify="flex-end">
          <Button type="submit" disabled={!email} loading={change.isPending}>
            {t('own.submit')}
          </Button>
        </Group>
      </form>
    </Section>
  )
}
