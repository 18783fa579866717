import { Button, Stack, TextInput } from '@mantine/core'
import { passwords as routes } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { api } from '../../kit/api.ts'
import { useFields } from '../../kit/fields.ts'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation } from '../installation/index.ts'

const blank = { email: '' }

/** Says the same for every address, so that nobody learns here who has an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation('passwords')
  const { product, mailConfigured } = useInstallation()
  const form = useFields(routes.requestReset.body, blank)
  const request = useAct((input: typeof blank, intent) => api.passwords.requestReset(input, intent), {
    refused: form.place,
  })
  const back = (
    <TextLink to="/sign-in" size="sm" ta="center">
      {t('forgot.back')}
    </TextLink>
  )
  if (request.isSuccess) {
    const [title, text] = mailConfigured ? (['sentTitle', 'sentText'] as const) : (['keptTitle', 'sentKept'] as const)
    return (
      <PublicPage product={product} title={t(`forgot.${title}`)} hint={t(`forgot.${text}`, request.variables)}>
        {back}
      </PublicPage>
    )
  }
  return (
    <PublicPage product={product} title={t('forgot.title')} hint={t('forgot.hint')}>
      <form noValidate onSubmit={form.onSubmit(({ email }) => request.mutate({ email: email.trim() }))}>
        <Stack gap="md">
          <TextInput
            label={t('forgot.email')}
            type="email"
            autoComplete="username"
            required
            autoFocus
            {...form.getInputProps('email')}
          />
          {form.failure && <Refusal error={form.failure} change />}
          <Button type="submit" loading={request.isPending}>
            {t('forgot.submit')}
          </Button>
          {back}
        </Stack>
      </form>
    </PublicPage>
  )
}
