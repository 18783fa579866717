import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { passwords as routes } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../kit/links.tsx'
import { api } from '../../kit/api.ts'
import { refusedPassword, useFields } from '../../kit/fields.ts'
import { NewPasswordField } from '../../kit/PasswordField.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { isToken, useLinkToken } from '../../kit/useLinkToken.ts'
import { useInstallation } from '../installation/index.ts'
import { useForget } from '../profile/index.ts'

const dead = { reset_unknown: 'unknown', reset_used: 'used', reset_expired: 'expired' } as const
const deadBy = (error: Error | null) =>
  error instanceof ApiError ? Object.entries(dead).find(([code]) => code === error.code)?.[1] : undefined

/** Sets a new password with the link from the mail. */
export function ResetPage() {
  const { t } = useTranslation('passwords')
  const { product } = useInstallation()
  const token = useLinkToken()
  const navigate = useNavigate()
  const forget = useForget()
  const link = useQuery({
    queryKey: ['reset', token],
    queryFn: ({ signal }) => api.passwords.showReset({ token }, { signal }),
    enabled: isToken(token),
    staleTime: Infinity,
  })
  const form = useFields(routes.completeReset.body, { password: '' }, refusedPassword('password'))
  const complete = useAct(
    (input: { token: string; password: string }, intent) => api.passwords.completeReset(input, intent),
    {
      done: () => {
        forget()
        void navigate({ to: '/sign-in', search: { note: 'reset' } })
      },
      refused: form.place,
    },
  )
  const end = isToken(token) ? (deadBy(link.error) ?? deadBy(complete.error)) : 'unknown'
  if (end) {
    return (
      <PublicPage product={product} title={t(`reset.${end}Title`)} hint={t(`reset.${end}Text`)}>
        <ButtonLink to="/forgot-password">{t('reset.again')}</ButtonLink>
      </PublicPage>
    )
  }
  return (
    <PublicPage product={product} title={t('reset.title')} hint={link.data && t('reset.for', link.data)}>
      {link.isPending && <Skeleton height={120} />}
      {link.error && <Refusal error={link.error} retry={() => void link.refetch()} />}
      {link.data && (
        <form noValidate onSubmit={form.onSubmit(({ password }) => complete.mutate({ token, password }))}>
          <input type="text" name="username" autoComplete="username" defaultValue={link.data.email} hidden />
          <Stack gap="md">
            <NewPasswordField
              label={t('reset.password')}
              required
              autoFocus
              minLength={link.data.minLength}
              personal={[link.data.email, product]}
              {...form.getInputProps('password')}
              value={form.values.password}
            />
            <Text size="xs" c="dimmed">
              {t('reset.ends')}
            </Text>
            {form.failure && <Refusal error={form.failure} change />}
            <Button type="submit" loading={complete.isPending}>
              {t('reset.submit')}
            </Button>
          </Stack>
        </form>
      )}
    </PublicPage>
  )
}
