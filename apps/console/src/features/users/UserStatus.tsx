import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Status } from '../../kit/Status.tsx'
import { useLabel } from '../installation/index.ts'

export function UserStatus({ status }: Pick<User, 'status'>) {
  const { t } = useTranslation('users')
  const label = useLabel()
  return (
    <Status
      look={status === 'active' ? 'good' : status === 'deleted' ? 'bad' : 'off'}
      word={label(`status.${status}`, t(`status.${status}`))}
    />
  )
}
