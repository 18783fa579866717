import { Button, Skeleton, Stack } from '@mantine/core'
import { joinings as routes } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { refusedPassword, useFields } from '../../kit/fields.ts'
import { NewPasswordField, PasswordField } from '../../kit/PasswordField.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { isToken, useLinkToken } from '../../kit/useLinkToken.ts'
import { useInstallation } from '../installation/index.ts'
import { useSignedIn } from '../profile/index.ts'

const isDead = (error: Error | null) =>
  error instanceof ApiError && (error.code === 'joining_unknown' || error.code === 'joining_expired')

/** Makes an account one's own that somebody made for one's address. */
export function JoinPage() {
  const { t } = useTranslation('joinings')
  const { product } = useInstallation()
  const token = useLinkToken()
  const navigate = useNavigate()
  const signedIn = useSignedIn()
  const link = useQuery({
    queryKey: ['joining', token],
    queryFn: ({ signal }) => api.joinings.open({ token }, { signal }),
    enabled: isToken(token),
    staleTime: Infinity,
  })
  const form = useFields(
    routes.confirm.body,
    { password: '' },
    {
      password_wrong: 'password',
      ...refusedPassword('password'),
    },
  )
  const confirm = useAct((input: { token: string; password: string }, intent) => api.joinings.confirm(input, intent), {
    done: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
    refused: form.place,
  })
  if (!isToken(token) || isDead(link.error) || isDead(confirm.error))
    return <PublicPage product={product} title={t('deadTitle')} hint={t('deadText')} />
  const field = { required: true, autoFocus: true, ...form.getInputProps('password'), value: form.values.password }
  return (
    <PublicPage product={product} title={t('title')} hint={link.data && t('hint', link.data)}>
      {link.isPending && <Skeleton height={120} />}
      {link.error && <Refusal error={link.error} retry={() => void link.refetch()} />}
      {link.data && (
        <form noValidate onSubmit={form.onSubmit(({ password }) => confirm.mutate({ token, password }))}>
          <input type="text" name="username" autoComplete="username" defaultValue={link.data.email} hidden />
          <Stack gap="md">
            {link.data.accountExists ? (
              <PasswordField label={t('password')} {...field} />
            ) : (
              <NewPasswordField
                label={t('newPassword')}
                minLength={link.data.minLength}
                personal={[link.data.email, product]}
                {...field}
              />
            )}
            {form.failure && <Refusal error={form.failure} change />}
            <Button type="submit" loading={confirm.isPending}>
              {t('submit')}
            </Button>
          </Stack>
        </form>
      )}
    </PublicPage>
  )
}
