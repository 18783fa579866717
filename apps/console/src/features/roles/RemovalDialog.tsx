import { Alert, List, Text } from '@mantine/core'
import type { Role } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { useRemoveRole } from './acts.ts'

/** Only what nobody holds can go; who does is said by name. */
export function RemovalDialog({
  role,
  organization,
  onClose,
}: {
  role: Role
  organization: string
  onClose: () => void
}) {
  const { t } = useTranslation('roles')
  const { t: k } = useTranslation('kit')
  const remove = useRemoveRole(organization, onClose)
  const { error } = remove
  const inUse = error instanceof ApiError && error.code === 'role_in_use' ? (error.problem.holders ?? []) : null
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('own.removal', { label: role.label })}
      verb={t('own.remove')}
      busy={remove.isPending}
      error={inUse ? null : error}
      onConfirm={() => remove.mutate(role)}
      onClose={onClose}
    >
      <Text size="sm">{t('own.removalText')}</Text>
      {inUse && (
        <Alert color="yellow" variant="light" role="alert" icon={<IconAlertCircle size={18} aria-hidden="true" />}>
          <Text size="sm">{k('refusals.role_in_use')}</Text>
          {inUse.length > 0 && (
            <List size="sm" aria-label={t('own.holders')}>
              {inUse.map(({ id, name }) => (
                <List.Item key={id ?? name}>
                  <bdi>{name}</bdi>
                </List.Item>
              ))}
            </List>
          )}
        </Alert>
      )}
    </ConfirmDialog>
  )
}
