import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { useLabel } from '../installation/index.ts'
import { Comparison } from './Comparison.tsx'
import { allRolesQuery } from './queries.ts'
import { RoleCard } from './RoleCard.tsx'

const route = getRouteApi('/shell/o/$organization/roles')

/** Every role that can be held here: read before giving one. */
export function RolesPage() {
  const { t } = useTranslation('roles')
  const { organization } = route.useParams()
  const label = useLabel()
  const roles = useQuery(allRolesQuery(organization))
  if (roles.error && !roles.data) return <PageRefusal error={roles.error} retry={() => void roles.refetch()} />
  const items = roles.data?.items
  return (
    <Page title={label('menu.roles', t('title'))} hint={t('hint')}>
      <Stack gap="md">
        {!items && [1, 2, 3].map((at) => <Skeleton key={at} height={180} radius="lg" />)}
        {items?.map((role) => (
          <RoleCard key={role.key} role={role} />
        ))}
        {items?.length === 0 && <Blank title={t('empty')} />}
        {items && items.length > 1 && <Comparison roles={items} />}
      </Stack>
    </Page>
  )
}
