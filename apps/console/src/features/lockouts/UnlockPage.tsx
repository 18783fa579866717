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

/** Behind the link in the mail about a lock. A button, so that a mail scanner that opens links unlocks nothing. */
export function UnlockPage() {
  const { t } = useTranslation('lockouts')
  const { product } = useInstallation()
  const token = useLinkToken()
  const release = useAct((input: { token: string }, intent) => api.lockouts.release(input, intent))
  const { error } = release
  const dead = error instanceof ApiError && error.code === 'lockout_unknown'
  const signIn = <ButtonLink to="/sign-in">{t('signIn')}</ButtonLink>
  if (!isToken(token) || dead)
    return (
      <PublicPage product={product} title={t('deadTitle')} hint={t('deadText')}>
        {signIn}
      </PublicPage>
    )
  if (release.isSuccess)
    return (
      <PublicPage product={product} title={t('doneTitle')} hint={t('doneText')}>
        {signIn}
      </PublicPage>
    )
  return (
    <PublicPage product={product} title={t('title')} hint={t('hint')}>
      {error && <Refusal error={error} change />}
      <Button onClick={() => release.mutate({ token })} loading={release.isPending}>
        {t('submit')}
      </Button>
    </PublicPage>
  )
}
