import { Stack, Switch, Text } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../organizations/index.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { useMe } from '../profile/index.ts'
import { useFlag, useUnlock } from './acts.ts'

/** What a user must do to sign in. Changed where it stands; for oneself by somebody else. */
export function UserFlags({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const may = useMay(place)
  const me = useMe()
  const set = useFlag()
  const unlock = useUnlock()
  const own = user.id === me.id
  const asked = set.isPending ? set.variables : null
  // Switched on by mistake it shuts somebody out at once, and no password of theirs opens it again.
  const [sure, setSure] = useState(false)
  const federated = (value: boolean) =>
    set.mutate({ user, flag: 'federatedOnly', value }, { onSuccess: () => setSure(false) })
  return (
    <Stack gap="xs">
      <Switch
        label={t('flags.mfaRequired')}
        description={t('flags.mfaRequiredHelp')}
        checked={asked?.flag === 'mfaRequired' ? asked.value : user.mfaRequired}
        disabled={own || !may('users.require_mfa')}
        onChange={({ currentTarget: { checked } }) => set.mutate({ user, flag: 'mfaRequired', value: checked })}
      />
      <Switch
        label={t('flags.federatedOnly')}
        description={t('flags.federatedOnlyHelp')}
        checked={asked?.flag === 'federatedOnly' ? asked.value : user.federatedOnly}
        disabled={own || !may('users.force_federated')}
        onChange={({ currentTarget: { checked } }) => (checked ? setSure(true) : federated(false))}
      />
      <ConfirmDialog
        opened={sure}
        dangerous
        title={t('flags.federatedTitle', { name: `${user.firstName} ${user.lastName}` })}
        verb={t('flags.federatedVerb')}
        busy={set.isPending}
        error={set.error}
        onConfirm={() => federated(true)}
        onClose={() => setSure(false)}
      >
        <Text size="sm">{t('flags.federatedText')}</Text>
      </ConfirmDialog>
      {/* On by itself, after failed sign-ins; turned off, it is over. */}
      <Switch
        label={t('lock.locked')}
        description={
          <>
            {!user.locked && t('lock.none')}
            {user.locked?.until === null && t('lock.forGood')}
            {user.locked?.until && (
              <>
                {t('lock.until')} <Moment at={user.locked.until} as="time" />
              </>
            )}
          </>
        }
        checked={user.locked !== null && !unlock.isPending}
        disabled={user.locked === null || !may('users.unlock')}
        onChange={() => unlock.mutate(user)}
      />
    </Stack>
  )
}
