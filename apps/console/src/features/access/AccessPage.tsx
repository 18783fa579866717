import { Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { DataTable } from '../../kit/table/DataTable.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { usePages } from '../../kit/table/usePages.ts'
import { AboveText } from '../../kit/why/GiversText.tsx'
import { whyQuery } from '../../kit/why/queries.ts'
import { WhyText } from '../../kit/why/WhyText.tsx'
import { useLabel } from '../installation/index.ts'
import { PermissionPicker } from './PermissionPicker.tsx'
import { useHolderColumns } from './useHolderColumns.tsx'

const route = getRouteApi('/shell/o/$organization/access')

/** Who can do what in an organization: oneself, and why; and everybody, for those who may see users. */
export function AccessPage() {
  const { t } = useTranslation('access')
  const label = useLabel()
  const { organization } = route.useParams()
  const { permission = 'users.read' } = route.useSearch()
  const navigate = route.useNavigate()
  const own = useQuery(whyQuery(organization, permission))
  const seeing = useQuery(whyQuery(organization, 'users.read'))
  const reading = useQuery(whyQuery(organization, 'roles.read'))
  const crumbs = reading.data?.allowed
    ? [
        <Link key="roles" to="/o/$organization/roles" params={{ organization }}>
          {label('menu.roles', t('roles'))}
        </Link>,
      ]
    : []
  return (
    <Page title={t('title')} crumbs={crumbs} hint={own.data?.at ? t('hint', { place: own.data.at.name }) : undefined}>
      <Stack gap="lg">
        <PermissionPicker
          organization={organization}
          label={t('permission')}
          value={permission}
          onChange={(chosen) => void navigate({ search: { permission: chosen }, replace: true })}
        />
        <Section title={t('you')}>
          <div aria-live="polite">
            {own.error && <PageRefusal error={own.error} retry={() => void own.refetch()} />}
            {own.data ? <WhyText why={own.data} /> : !own.error && <Skeleton height={64} />}
          </div>
        </Section>
        {seeing.data?.allowed && <Holders key={permission} organization={organization} permission={permission} />}
      </Stack>
    </Page>
  )
}

function Holders({ organization, permission }: { organization: string; permission: string }) {
  const { t } = useTranslation('access')
  const { display } = useDisplay('holders')
  const asked = { organization, permission }
  // Told with every page, and the same on each.
  const above = useQuery({
    queryKey: ['access', 'above', asked],
    queryFn: async ({ signal }) => (await api.access.holders({ ...asked, limit: 1 }, { signal })).above,
  })
  const pages = usePages(['access', 'holders', asked], (cursor, signal) =>
    api.access.holders({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
  )
  const columns = useHolderColumns()
  return (
    <Section title={t('everybody')}>
      {pages.error && !pages.rows && <PageRefusal error={pages.error} retry={pages.retry} />}
      {pages.rows?.length === 0 && <Text c="dimmed">{t('nobody')}</Text>}
      {!pages.error && pages.rows?.length !== 0 && (
        <DataTable
          label={t('everybody')}
          columns={columns}
          rows={pages.rows}
          rowKey={(it) => `${it.user.id} ${it.by.role.key} ${it.by.organization.id}`}
          display={display}
        />
      )}
      <ListFoot
        shown={pages.rows?.length ?? 0}
        hasMore={pages.hasMore}
        loading={pages.loadingMore}
        onMore={pages.more}
      />
      {above.data && <AboveText above={above.data} />}
    </Section>
  )
}
