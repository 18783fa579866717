import { Button } from '@mantine/core'
import { ApiError } from '@tenantry/sdk'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ButtonLink } from '../../kit/links.tsx'
import { PublicPage } from '../../kit/PublicPage.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { isToken, useLinkToken } from '../../kit/useLinkToken.ts'
import { useInstallation } from '../installation/index.ts'

/** Behind the link in the mail to a new address. A button, so that a mail scanner that opens links confirms nothing. */
export function ConfirmEmailPage() {
  const { t } = useTranslation('addresses')
  const { product } = useInstallation()
  const token = useLinkToken()
  const confirm = useAct((input: { token: string }, intent) => api.addresses.confirm(input, intent))
  const { error } = confirm
  const dead = error instanceof ApiError && error.code.startsWith('email_change_')
  if (!isToken(token) || dead) return <PublicPage product={product} title={t('deadTitle')} hint={t('deadText')} />
  if (confirm.isSuccess)
    return (
      <PublicPage product={product} title={t('doneTitle')} hint={t('doneText')}>
        <ButtonLink to="/sign-in">{t('signIn')}</ButtonLink>
      </PublicPage>
    )
  return (
    <PublicPage product={product} title={t('title')} hint={t('hint')}>
      {error && <Refusal error={error} change />}
      <Button onClick={() => confirm.mutate({ token })} loading={confirm.isPending}>
        {t('submit')}
      </Button>
    </PublicPage>
  )
}
