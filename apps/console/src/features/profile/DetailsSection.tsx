import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { profile as routes, type Me } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given, useFields } from '../../kit/fields.ts'
import { isLanguage, speak } from '../../kit/i18n.ts'
import { LeaveGuard } from '../../kit/LeaveGuard.tsx'
import { NameFields } from '../../kit/NameFields.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { meQuery, useMe } from './me.ts'

const fieldsOf = ({ firstName, lastName, phone, language }: Me) => ({
  firstName,
  lastName,
  phone: phone ?? '',
  language,
})
const body = { ...routes.update.body, required: ['firstName', 'lastName'] }

/** One's own name, phone number and language. */
export function DetailsSection() {
  const { t, i18n } = useTranslation('profile')
  const { t: k } = useTranslation('kit')
  const me = useMe()
  const queries = useQueryClient()
  const form = useFields<Record<keyof ReturnType<typeof fieldsOf>, string>>(body, fieldsOf(me))
  const save = useAct(
    ({ version, phone, language, ...names }: typeof form.values & { version: number }, intent) =>
      api.profile.update(
        { ...names, phone: given(phone) ?? null, ...(isLanguage(language) ? { language } : {}) },
        { ...intent, version },
      ),
    {
      done: (saved) => {
        queries.setQueryData(meQuery.queryKey, saved)
        form.setInitialValues(fieldsOf(saved))
        form.setValues(fieldsOf(saved))
        form.clearFailure()
        // Said in the language just chosen.
        void speak(saved.language).then(() => toast({ text: i18n.t('profile:saved') }))
      },
      refused: (error) => {
        form.place(error)
        void queries.invalidateQueries({ queryKey: meQuery.queryKey })
      },
    },
  )
  const dirty = form.isDirty()
  return (
    <Section title={t('details')}>
      <form noValidate onSubmit={form.onSubmit((values) => save.mutate({ ...values, version: me.version }))}>
        <Stack gap="md">
          <TextInput
            label={t('email')}
            description={t('emailHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={me.email}
            readOnly
            variant="filled"
          />
          <NameFields form={form} own>
            <TextInput
              label={t('phone')}
              type="tel"
              autoComplete="tel"
              description={t('phoneHelp')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('phone')}
            />
            <NativeSelect
              label={t('language')}
              description={t('languageHelp')}
              inputWrapperOrder={['label', 'input', 'description']}
              data={[
                { value: 'en', label: k('language.en') },
                { value: 'de', label: k('language.de') },
              ]}
              {...form.getInputProps('language')}
            />
          </NameFields>
          {form.failure && <Refusal error={form.failure} change />}
          <Group justify="flex-end">
            <Button type="submit" disabled={!dirty} loading={save.isPending}>
              {k('save')}
            </Button>
          </Group>
        </Stack>
        <LeaveGuard dirty={dirty && !save.isPending} />
      </form>
    </Section>
  )
}
