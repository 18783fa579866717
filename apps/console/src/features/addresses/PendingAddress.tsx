import { Button, Group, Text } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { useCancelChange, usePending } from './queries.ts'

/** A change of address that waits for its link to be used; of oneself where no user is given. */
export function PendingAddress({ user = null, mayCancel }: { user?: User | null; mayCancel: boolean }) {
  const { t } = useTranslation('addresses')
  const pending = usePending(user)
  const cancel = useCancelChange(user)
  if (!pending) return null
  return (
    <Group gap="xs" mt={4}>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t('pending.text', { email: pending.email, name: pending.requestedBy.name })} {t('pending.until')}{' '}
        <Moment at={pending.expiresAt} as="time" />
      </Text>
      {mayCancel && (
        <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(null)}>
          {t('pending.cancel')}
        </Button>
      )}
    </Group>
  )
}
