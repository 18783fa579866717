import { Button, Checkbox, Group, Skeleton, Stack } from '@mantine/core'
import { profile as routes } from '@tenantry/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { refusedPassword, useFields } from '../../kit/fields.ts'
import { NewPasswordField, PasswordField } from '../../kit/PasswordField.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { passwordQuery, useMe } from './me.ts'

const blank = { currentPassword: '', newPassword: '' }

/** Changes the password, or sets a first one. */
export function PasswordSection() {
  const { t } = useTranslation('profile')
  const { data, error, refetch } = useQuery(passwordQuery)
  if (data?.state === 'closed') return null
  const first = data?.state === 'none'
  return (
    <Section title={t('password')} hint={t(first ? 'passwordFirstHint' : 'passwordHint')}>
      {error && <Refusal error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data && <PasswordForm key={data.state} first={first} minLength={data.minLength} />}
    </Section>
  )
}

function PasswordForm({ first, minLength }: { first: boolean; minLength: number }) {
  const { t } = useTranslation('profile')
  const me = useMe()
  const queries = useQueryClient()
  const form = useFields(routes.changePassword.body, blank, {
    password_wrong: 'currentPassword',
    ...refusedPassword('newPassword'),
    password_unchanged: 'newPassword',
  })
  const change = useAct(
    ({ currentPassword: current, ...input }: typeof blank & { endKeys: boolean }, intent) =>
      api.profile.changePassword({ ...input, ...(!first && { currentPassword: current }) }, intent),
    {
      done: () => {
        form.reset()
        form.clearFailure()
        toast({ text: t(first ? 'passwordSet' : 'passwordChanged') })
        void queries.invalidateQueries({ queryKey: passwordQuery.queryKey })
        void queries.invalidateQueries({ queryKey: ['sessions'] })
        void queries.invalidateQueries({ queryKey: ['keys'] })
      },
      refused: form.place,
    },
  )
  const [endKeys, setEndKeys] = useState(false)
  const { currentPassword, newPassword } = form.values
  return (
    <form noValidate onSubmit={form.onSubmit((values) => change.mutate({ ...values, endKeys }))}>
      {/* Tells password managers whose password this is. */}
      <input type="text" name="username" autoComplete="username" defaultValue={me.email} hidden />
      <Stack gap="md" maw={380}>
        {!first && (
          <PasswordField
            label={t('currentPassword')}
            required
            {...form.getInputProps('currentPassword')}
            value={currentPassword}
          />
        )}
        <NewPasswordField
          label={t('newPassword')}
          required
          minLength={minLength}
          personal={[me.email, me.firstName, me.lastName, me.organization.name]}
          {...form.getInputProps('newPassword')}
          value={newPassword}
        />
        <Checkbox
          label={t('endKeys')}
          description={t('endKeysHelp')}
          checked={endKeys}
          onChange={(event) => setEndKeys(event.currentTarget.checked)}
        />
        {form.failure && <Refusal error={form.failure} change />}
      </Stack>
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={(!first && !currentPassword) || !newPassword} loading={change.isPending}>
          {t(first ? 'setPassword' : 'changePassword')}
        </Button>
      </Group>
    </form>
  )
}
