import { Group } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Status } from '../../kit/Status.tsx'
import { useLabel } from '../installation/index.ts'

export function UserStatus({ status, locked }: Pick<User, 'status' | 'locked'>) {
  const { t } = useTranslation('users')
  const label = useLabel()
  return (
    <Group gap={8}>
      <Status
        look={status === 'active' ? 'good' : status === 'deleted' ? 'bad' : 'off'}
        word={label(`status.${status}`, t(`status.${status}`))}
      />
      {locked && <Status look="attention" word={t('lock.locked')} />}
    </Group>
  )
}
