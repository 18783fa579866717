import { Alert, Button, Stack, Text } from '@mantine/core'
import { invitations as routes, type Input, type Output } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { refusedPassword, useFields } from '../../kit/fields.ts'
import { isLanguage } from '../../kit/i18n.ts'
import { ButtonLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { NameFields } from '../../kit/NameFields.tsx'
import { NewPasswordField, PasswordField } from '../../kit/PasswordField.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Fact, Facts } from '../../kit/Section.tsx'
import { useAct } from '../../kit/useAct.ts'
import { Offers } from '../federation/index.ts'
import { meQuery, useSignedIn } from '../profile/index.ts'

interface Props {
  token: string
  invitation: Output<typeof routes.open>
  onRefused: (error: Error) => void
}

export function AcceptForm({ token, invitation, onRefused }: Props) {
  const { t, i18n } = useTranslation('invitations')
  const navigate = useNavigate()
  const signedIn = useSignedIn()
  const { data: current } = useQuery({ ...meQuery, retry: false })
  const { email, accountExists, offers, federatedOnly } = invitation
  const form = useFields(
    routes.accept.body,
    { firstName: invitation.firstName ?? '', lastName: invitation.lastName ?? '', password: '' },
    { password_wrong: 'password', ...refusedPassword('password') },
  )
  const accept = useAct((input: Input<typeof routes.accept>, intent) => api.invitations.accept(input, intent), {
    done: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
    refused: (error) => {
      form.place(error)
      onRefused(error)
    },
  })
  // Somebody who is here already shows that by being signed in; no provider's word would do.
  const own = current?.step === null && current.email.toLowerCase() === email.toLowerCase()
  const { firstName, lastName, password } = form.values
  // They read on in the language of this page, whatever that of the mail.
  const spoken = isLanguage(i18n.language) ? { language: i18n.language } : {}
  const fields = { ...form.getInputProps('password'), value: password, required: true }
  return (
    <form noValidate onSubmit={form.onSubmit((values) => accept.mutate({ ...values, ...spoken, token }))}>
      <Stack gap="md">
        <Facts>
          <Fact term={t('accept.role')}>
            <Text size="sm" fw={500}>
              {invitation.role.label}
            </Text>
            <Text size="xs" c="dimmed">
              {invitation.roleDescription}
            </Text>
          </Fact>
          <Fact term={t('accept.expires')}>
            <Moment at={invitation.expiresAt} as="time" />
          </Fact>
        </Facts>
        {current && current.email.toLowerCase() !== email.toLowerCase() && (
          <Alert color="yellow" variant="light">
            {t('accept.other', { current: current.email, invited: email })}
          </Alert>
        )}
        {accountExists && federatedOnly && !own && (
          <Alert variant="light">
            <Stack gap="xs" align="flex-start">
              <Text size="sm">{t('accept.linkFirst')}</Text>
              <ButtonLink to="/sign-in" variant="default" size="compact-sm">
                {t('accept.signInFirst')}
              </ButtonLink>
            </Stack>
          </Alert>
        )}
        <Offers {...{ offers, federatedOnly, own }} next="/" invitation={token} />
        {federatedOnly ? (
          offers.length === 0 && <Text size="sm">{t('accept.noProvider')}</Text>
        ) : (
          <>
            <input type="text" name="username" autoComplete="username" defaultValue={email} hidden />
            <NameFields form={form} own />
            {accountExists ? (
              <PasswordField
                label={t('accept.password')}
                description={t('accept.passwordHelp', { email })}
                {...fields}
              />
            ) : (
              <NewPasswordField
                label={t('accept.newPassword')}
                minLength={invitation.minLength}
                personal={[email, firstName, lastName, invitation.organization]}
                {...fields}
              />
            )}
            {form.failure && <Refusal error={form.failure} change />}
            <Button type="submit" loading={accept.isPending}>
              {t('accept.submit')}
            </Button>
          </>
        )}
      </Stack>
    </form>
  )
}
