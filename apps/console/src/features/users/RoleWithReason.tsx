import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { given } from '../../kit/fields.ts'
import { fullName } from '../../kit/Person.tsx'
import { useReasonFor, useRules } from '../policies/index.ts'
import { ChangeRequest, useMe } from '../profile/index.ts'
import { RolePicker, useRoles } from '../roles/index.ts'
import { useChangeRole } from './acts.ts'
import { RoleMark, useRoleLock } from './UserRole.tsx'

/** The role with room for a sentence why: chosen first, applied with a button. */
export function RoleWithReason({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const [role, setRole] = useState(user.role.key)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const change = useChangeRole(user.organization.id)
  const roles = useRoles(user.scope.id)
  const me = useMe()
  const lock = useRoleLock(user, place)
  const needed = useReasonFor('change_role', user.organization.id)
  const immutable = useRules(user.organization.id)['roles.change'] === 'immutable'
  const apply = () => {
    const why = given(reason)
    setTried(true)
    if (needed && !why) return
    change.mutate({ user, role, ...(why ? { reason: why } : {}) })
  }
  return (
    <Stack gap="xs">
      <Group gap={4} wrap="nowrap">
        <div style={{ flex: 1, minWidth: 0 }}>
          <RolePicker
            aria-label={t('list.roleOf', { name: fullName(user) })}
            roles={roles}
            held={user.role}
            value={role}
            reason={lock}
            onChange={setRole}
          />
        </div>
        <RoleMark user={user} place={place} />
      </Group>
      {user.id === me.id && lock && <ChangeRequest />}
      {user.id !== me.id && immutable && (
        <Text size="sm" c="dimmed">
          {t('roleImmutable')}
        </Text>
      )}
      {role !== user.role.key && (
        <>
          <TextInput
            aria-label={needed ? k('reason') : t('change.because')}
            placeholder={needed ? k('reason') : t('change.because')}
            required={needed}
            error={tried && needed && !given(reason) ? k('field.required') : undefined}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button size="compact-sm" loading={change.isPending} onClick={apply}>
              {t('change.apply')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setRole(user.role.key)}>
              {k('cancel')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}
