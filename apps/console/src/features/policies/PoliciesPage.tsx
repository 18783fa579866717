import { Skeleton, Stack } from '@mantine/core'
import { policySpec, type Policy, type PolicyGroup } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Past } from '../../kit/inherited/Past.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useLabel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { PolicyDialog } from './PolicyDialog.tsx'
import { PolicyRow } from './PolicyRow.tsx'
import { pastKey, policiesQuery, useReload, useShowPolicy } from './queries.ts'
import type { PoliciesSearch } from './search.ts'
import { usePolicyWords } from './words.ts'

const route = getRouteApi('/shell/o/$organization/policies')
const groups: readonly PolicyGroup[] = [
  'users',
  'invitations',
  'sign_in',
  'sessions',
  'organizations',
  'retention',
  'words',
]

/** What holds in an organization, where each of it comes from, and who set it. */
export function PoliciesPage() {
  const { t } = useTranslation('policies')
  const { organization } = route.useParams()
  const { change, past } = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const label = useLabel()
  const words = usePolicyWords()
  const [show, reload] = [useShowPolicy(organization), useReload()]
  const policies = useQuery(policiesQuery(organization))
  const open = (search: PoliciesSearch) => void navigate({ search, replace: true })
  const items = policies.data?.items
  if (policies.error && !items) return <PageRefusal error={policies.error} retry={() => void policies.refetch()} />
  const of = (key: Policy['key'] | undefined) => items?.find((it) => it.key === key)
  const [changing, looking] = [of(change), of(past)]
  const crumbs = place.ancestors.map(({ id, name }) => (
    <Link key={id} to="/o/$organization/policies" params={{ organization: id }}>
      {name}
    </Link>
  ))
  return (
    <Page title={label('menu.policies', t('title'))} crumbs={crumbs} hint={t('hint', { place: place.name })}>
      <Stack gap="lg">
        {!items && [1, 2, 3].map((at) => <Skeleton key={at} height={220} radius="md" />)}
        {items && (
          <TextLink to="/o/$organization/authentication" params={{ organization }}>
            {t('authentication.link')}
          </TextLink>
        )}
        {items &&
          groups.map((group) => (
            <Section key={group} title={t(`groups.${group}`)}>
              {items
                .filter(({ key }) => policySpec(key).group === group)
                .map((policy) => (
                  <PolicyRow
                    key={policy.key}
                    policy={policy}
                    mayChange={may('policies.update')}
                    onChange={() => open({ change: policy.key })}
                    onPast={() => open({ past: policy.key })}
                  />
                ))}
            </Section>
          ))}
      </Stack>
      {changing && may('policies.update') && !changing.closed && (
        <PolicyDialog key={changing.key} organization={place} policy={changing} onClose={() => open({})} />
      )}
      {looking && (
        <Past
          it={looking}
          words={words.of(looking.key)}
          queryKey={pastKey(organization, looking.key)}
          history={(part, signal) => api.policies.history({ organization, policy: looking.key, ...part }, { signal })}
          restore={(change, options) => api.policies.restore({ organization, policy: looking.key, change }, options)}
          onChanged={show}
          onRefused={reload}
          mayRestore={may('policies.update') && !looking.closed}
          onClose={() => open({})}
        />
      )}
    </Page>
  )
}
