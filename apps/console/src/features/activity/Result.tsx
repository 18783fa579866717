import type { SignInResult } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Status, type Look } from '../../kit/Status.tsx'

const looks: Record<SignInResult, Look> = {
  succeeded: 'good',
  password_wrong: 'attention',
  second_factor_wrong: 'attention',
  federation_refused: 'attention',
  throttled: 'waiting',
  locked: 'bad',
  refused_inactive: 'off',
  refused_federated_only: 'off',
  refused_unconfirmed: 'off',
  refused_stopped: 'off',
  refused: 'off',
}

export function Result({ result }: { result: SignInResult }) {
  const { t } = useTranslation('activity')
  return <Status look={looks[result]} word={t(`results.${result}`)} />
}
