import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { policySpec, type Policy } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Past } from '../../kit/inherited/Past.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useLabel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { EndDialog } from '../sessions/index.ts'
import { PolicyDialog } from './PolicyDialog.tsx'
import { PolicyRow } from './PolicyRow.tsx'
import { pastKey, policiesQuery, useReload, useShowPolicy } from './queries.ts'
import type { PoliciesSearch } from './search.ts'
import { SessionControls } from './SessionControls.tsx'
import { usePolicyWords } from './words.ts'

const route = getRouteApi('/shell/o/$organization/authentication')

/** How people sign in to an organization and how long that lasts: an address of its own, the same policies. */
export function AuthenticationPage() {
  const { t } = useTranslation('policies')
  const { organization } = route.useParams()
  const { change, past } = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const label = useLabel()
  const [ending, setEnding] = useState(false)
  const words = usePolicyWords()
  const [show, reload] = [useShowPolicy(organization), useReload()]
  const policies = useQuery(policiesQuery(organization))
  const open = (search: PoliciesSearch) => void navigate({ search, replace: true })
  const items = policies.data?.items
  if (policies.error && !items) return <PageRefusal error={policies.error} retry={() => void policies.refetch()} />
  const of = (key: Policy['key'] | undefined) => items?.find((it) => it.key === key)
  const [changing, looking] = [of(change), of(past)]
  const mayChange = may('policies.update')
  const crumbs = place.ancestors.map(({ id, name }) => (
    <Link key={id} to="/o/$organization/authentication" params={{ organization: id }}>
      {name}
    </Link>
  ))
  const rows = (group: 'sessions' | 'sign_in') =>
    items
      ?.filter(({ key }) => policySpec(key).group === group)
      .map((policy) => (
        <PolicyRow
          key={policy.key}
          policy={policy}
          mayChange={mayChange}
          onChange={() => open({ change: policy.key })}
          onPast={() => open({ past: policy.key })}
        />
      ))
  return (
    <Page
      title={label('menu.authentication', t('authentication.title'))}
      crumbs={crumbs}
      hint={t('hint', { place: place.name })}
    >
      <Stack gap="lg">
        {!items && [1, 2].map((at) => <Skeleton key={at} height={220} radius="md" />)}
        {items && (
          <>
            <Section title={t('groups.sessions')}>
              <SessionControls organization={organization} items={items} mayChange={mayChange} />
              <Text size="sm" c="dimmed" mb="xs">
                {t('authentication.inFull')}
              </Text>
              {rows('sessions')}
            </Section>
            <Section title={t('groups.sign_in')}>{rows('sign_in')}</Section>
          </>
        )}
        {may('sessions.end') && (
          <Section title={t('authentication.end')} hint={t('authentication.endHint', { place: place.name })}>
            <Button variant="outline" color="var(--tenantry-bad)" onClick={() => setEnding(true)}>
              {t('authentication.end')}
            </Button>
          </Section>
        )}
      </Stack>
      {ending && (
        <EndDialog
          organization={organization}
          name={place.name}
          onDone={() => undefined}
          onClose={() => setEnding(false)}
        />
      )}
      {changing && mayChange && !changing.closed && (
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
          mayRestore={mayChange && !looking.closed}
          onClose={() => open({})}
        />
      )}
    </Page>
  )
}
