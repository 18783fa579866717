import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { WhyText } from '../../kit/why/WhyText.tsx'
import { PermissionPicker } from './PermissionPicker.tsx'

/** What a user may do at home, and why, or why not. */
export function UserAccess({ organization, user, name }: { organization: string; user: string; name: string }) {
  const { t } = useTranslation('access')
  const [permission, setPermission] = useState<string | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['access', 'user', organization, user, permission],
    queryFn: ({ signal }) => api.access.explainUser({ organization, user, permission: permission ?? '' }, { signal }),
    enabled: permission !== null,
  })
  return (
    <Stack gap="md">
      <PermissionPicker organization={organization} label={t('theirs')} value={permission} onChange={setPermission} />
      <div aria-live="polite">
        {error && <Refusal error={error} retry={() => void refetch()} />}
        {permission !== null && !data && !error && <Skeleton height={64} />}
        {data && <WhyText why={data} name={name} />}
      </div>
    </Stack>
  )
}
