import { Stack, Switch } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { useMay } from '../organizations/index.ts'
import { useMe } from '../profile/index.ts'
import { useFlag } from './acts.ts'

/** What a user must do to sign in. Changed where it stands; for oneself by somebody else. */
export function UserFlags({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const may = useMay(place)
  const me = useMe()
  const set = useFlag()
  const own = user.id === me.id
  const asked = set.isPending ? set.variables : null
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
        onChange={({ currentTarget: { checked } }) => set.mutate({ user, flag: 'federatedOnly', value: checked })}
      />
    </Stack>
  )
}
