import { Button, Stack } from '@mantine/core'
import { profile as routes } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { refusedPassword, useFields } from '../../kit/fields.ts'
import { NewPasswordField, PasswordField } from '../../kit/PasswordField.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation } from '../installation/index.ts'
import { passwordQuery, useForget } from './me.ts'

const blank = { currentPassword: '', newPassword: '' }

/** The one thing that can be done with a password that somebody else chose: choose one's own. */
export function ChoosePasswordPage() {
  const { t } = useTranslation('profile')
  const { product } = useInstallation()
  const { data, error, refetch } = useQuery(passwordQuery)
  const navigate = useNavigate()
  const forget = useForget()
  const form = useFields(routes.changePassword.body, blank, {
    password_wrong: 'currentPassword',
    ...refusedPassword('newPassword'),
    password_unchanged: 'newPassword',
  })
  const change = useAct((input: typeof blank, intent) => api.profile.changePassword(input, intent), {
    done: () => {
      forget()
      void navigate({ to: '/' })
    },
    refused: form.place,
  })
  const { currentPassword, newPassword } = form.values
  return (
    <PublicPage product={product} title={t('choose.title')} hint={t('choose.hint')}>
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack gap="md">
          <PasswordField
            label={t('choose.given')}
            required
            autoFocus
            {...form.getInputProps('currentPassword')}
            value={currentPassword}
          />
          {error && <Refusal error={error} retry={() => void refetch()} />}
          {data && (
            <NewPasswordField
              label={t('newPassword')}
              required
              minLength={data.minLength}
              personal={[product]}
              {...form.getInputProps('newPassword')}
              value={newPassword}
            />
          )}
          {form.failure && <Refusal error={form.failure} change />}
          <Button type="submit" disabled={!data} loading={change.isPending}>
            {t('choose.submit')}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  )
}
