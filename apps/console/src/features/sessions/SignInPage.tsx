import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { sessions as routes, type Me } from '@tenantry/contract'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { PasswordField } from '../../kit/PasswordField.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { Offers, useOffers } from '../federation/index.ts'
import { useHost } from '../hosts/index.ts'
import { useInstallation } from '../installation/index.ts'
import { PasskeyButton } from '../passkeys/index.ts'
import { useSignedIn } from '../profile/index.ts'

const page = getRouteApi('/sign-in')
const blank = { email: '', password: '' }

export function SignInPage() {
  const { t } = useTranslation('sessions')
  const { product, setupNeeded } = useInstallation()
  const { name } = useHost()
  const { next = '/', note, connection } = page.useSearch()
  const { history } = useRouter()
  const signedIn = useSignedIn()
  const form = useFields(routes.signIn.body, blank, { credentials_wrong: 'password' })
  const { offers, federatedOnly } = useOffers(form.values.email, connection)
  const enter = (me: Me) => {
    signedIn(me)
    history.push(next)
  }
  const signIn = useAct((input: typeof blank, intent) => api.sessions.signIn(input, intent), {
    done: (me) => enter(me),
    refused: form.place,
  })
  return (
    <PublicPage product={product} title={name === null ? t('signIn.title') : t('signIn.titleAt', { name })}>
      {note && !signIn.error && <Alert variant="light">{t(`signIn.${note}`)}</Alert>}
      {setupNeeded && <Alert variant="light">{t('signIn.setupNeeded')}</Alert>}
      <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate({ ...values, email: values.email.trim() }))}>
        <Stack gap="md">
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username webauthn"
            required
            autoFocus
            {...form.getInputProps('email')}
          />
          <Offers offers={offers} federatedOnly={federatedOnly} next={next} />
          {!federatedOnly && (
            <>
              <PasswordField
                label={t('signIn.password')}
                required
                {...form.getInputProps('password')}
                value={form.values.password}
              />
              {form.failure && <Refusal error={form.failure} change />}
              <Button type="submit" loading={signIn.isPending}>
                {t('signIn.submit')}
              </Button>
              <PasskeyButton onSignedIn={enter} />
              <TextLink to="/forgot-password" size="sm" ta="center">
                {t('signIn.forgot')}
              </TextLink>
            </>
          )}
        </Stack>
      </form>
    </PublicPage>
  )
}
