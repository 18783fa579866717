import { Group, Skeleton, Stack, Switch } from '@mantine/core'
import { policySpec, type PolicyGroup } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { crumbsTo } from '../../kit/crumbs.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useLabel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { PolicyQuestions } from './PolicyQuestions.tsx'
import { PolicyRows } from './PolicyRows.tsx'
import { policiesQuery } from './queries.ts'
import type { PoliciesSearch } from './search.ts'

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
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const mayChange = useMay(organization)('policies.update')
  const label = useLabel()
  const policies = useQuery(policiesQuery(organization))
  const items = policies.data?.items
  if (policies.error && !items) return <PageRefusal error={policies.error} retry={() => void policies.refetch()} />
  const go = (to: PoliciesSearch) => void navigate({ search: to, replace: true })
  const kept: PoliciesSearch = search.waiting ? { waiting: true } : {}
  const shown = items?.filter(({ obeyed }) => obeyed || search.waiting)
  const waiting = items?.filter(({ obeyed }) => !obeyed).length ?? 0
  return (
    <Page
      title={label('menu.policies', t('title'))}
      crumbs={crumbsTo('/o/$organization/policies', place, kept)}
      hint={t('hint', { place: place.name })}
    >
      <Stack gap="lg">
        {!shown && [1, 2, 3].map((at) => <Skeleton key={at} height={220} radius="md" />)}
        {shown && (
          <Group justify="space-between" gap="sm">
            <TextLink to="/o/$organization/authentication" params={{ organization }}>
              {t('authentication.link')}
            </TextLink>
            {waiting > 0 && (
              <Switch
                label={t('showWaiting', { count: waiting })}
                checked={search.waiting ?? false}
                onChange={({ currentTarget: { checked } }) => go(checked ? { waiting: true } : {})}
              />
            )}
          </Group>
        )}
        {shown &&
          groups
            .filter((group) => shown.some(({ key }) => policySpec(key).group === group))
            .map((group) => (
              <Section key={group} title={t(`groups.${group}`)}>
                <PolicyRows
                  items={shown}
                  group={group}
                  mayChange={mayChange}
                  onAsk={(asked) => go({ ...kept, ...asked })}
                />
              </Section>
            ))}
      </Stack>
      <PolicyQuestions place={place} items={items} asked={search} mayChange={mayChange} onClose={() => go(kept)} />
    </Page>
  )
}
