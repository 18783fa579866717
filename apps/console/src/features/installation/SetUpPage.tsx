import { Button, Stack, TextInput } from '@mantine/core'
import { installation as routes } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../kit/links.tsx'
import { api } from '../../kit/api.ts'
import { refusedPassword, useFields } from '../../kit/fields.ts'
import { NameFields } from '../../kit/NameFields.tsx'
import { NewPasswordField } from '../../kit/PasswordField.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { isToken, useLinkToken } from '../../kit/useLinkToken.ts'
import { useSignedIn } from '../profile/index.ts'
import { useInstallation } from './queries.ts'

const blank = { email: '', firstName: '', lastName: '', password: '' }

/** The first administrator, with the one-time link that the server printed. */
export function SetUpPage() {
  const { t } = useTranslation('installation')
  const { product, setupNeeded, passwordMinLength } = useInstallation()
  const token = useLinkToken()
  const navigate = useNavigate()
  const signedIn = useSignedIn()
  const form = useFields(routes.setUp.body, blank, refusedPassword('password'))
  const setUp = useAct((input: typeof blank & { token: string }, intent) => api.installation.setUp(input, intent), {
    done: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
    refused: form.place,
  })
  const refusal = setUp.error instanceof ApiError ? setUp.error.code : undefined
  const toSignIn = (
    <ButtonLink to="/sign-in" variant="default" fullWidth>
      {t('setUp.signIn')}
    </ButtonLink>
  )
  if (!setupNeeded || refusal === 'setup_closed') {
    return (
      <PublicPage product={product} title={t('setUp.closedTitle')} hint={t('setUp.closedText')}>
        {toSignIn}
      </PublicPage>
    )
  }
  if (!isToken(token) || refusal === 'setup_token_unknown') {
    return <PublicPage product={product} title={t('setUp.unknownTitle')} hint={t('setUp.unknownText')} />
  }
  const { email, firstName, lastName, password } = form.values
  return (
    <PublicPage product={product} title={t('setUp.title', { product })} hint={t('setUp.hint')}>
      <form noValidate onSubmit={form.onSubmit((values) => setUp.mutate({ ...values, token }))}>
        <Stack gap="md">
          <TextInput
            label={t('setUp.email')}
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps('email')}
          />
          <NameFields form={form} own />
          <NewPasswordField
            label={t('setUp.password')}
            required
            minLength={passwordMinLength}
            personal={[email, firstName, lastName, product]}
            {...form.getInputProps('password')}
            value={password}
          />
          {form.failure && <Refusal error={form.failure} change />}
          <Button type="submit" loading={setUp.isPending}>
            {t('setUp.submit')}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  )
}
