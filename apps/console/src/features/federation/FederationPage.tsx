import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { crumbsTo } from '../../kit/crumbs.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { useLabel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { ConnectionDialog } from './ConnectionDialog.tsx'
import { Connections } from './Connections.tsx'
import { Domains } from './Domains.tsx'
import { connectionsQuery, usePasswords } from './queries.ts'

const route = getRouteApi('/shell/o/$organization/federation')

/** An organization's connections to providers, and the domains that lead to them. */
export function FederationPage() {
  const { t } = useTranslation('federation')
  const { organization } = route.useParams()
  const { open } = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const label = useLabel()
  const list = useQuery(connectionsQuery(organization))
  const federatedOnly = usePasswords(organization, may('policies.read'))
  const show = (it: string | undefined) =>
    void navigate({ search: it === undefined ? {} : { open: it }, replace: true })
  if (list.error && !list.data) return <PageRefusal error={list.error} retry={() => void list.refetch()} />
  const items = list.data?.items
  const editing = items?.find((it) => it.id === open)
  const manages = may('federation.manage')
  return (
    <Page
      title={label('menu.federation', t('title'))}
      crumbs={crumbsTo('/o/$organization/federation', place)}
      hint={t('hint', { place: place.name })}
      action={
        manages && (
          <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => show('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      <Stack gap="lg">
        {federatedOnly !== undefined && (
          <Alert
            variant="light"
            color={federatedOnly ? 'yellow' : 'gray'}
            {...(federatedOnly && { title: t('federatedOnly') })}
          >
            <Text size="sm" component="span">
              {federatedOnly ? t('federatedOnlyText', { place: place.name }) : t('passwordsToo')}{' '}
            </Text>
            <TextLink
              to="/o/$organization/policies"
              params={{ organization }}
              search={{ change: 'signin.federated_only' }}
              size="sm"
              td="underline"
            >
              {t('toPolicies')}
            </TextLink>
          </Alert>
        )}
        <Connections
          items={items}
          redirectUri={list.data?.redirectUri}
          manages={manages}
          onEdit={(it) => show(it.id)}
        />
        <Domains organization={organization} manages={manages} />
      </Stack>
      {manages && (open === 'new' || editing) && (
        <ConnectionDialog
          key={editing?.id ?? 'new'}
          organization={organization}
          connection={editing}
          onClose={() => show(undefined)}
        />
      )}
    </Page>
  )
}
