import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { crumbsTo } from '../../kit/crumbs.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useLabel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { EndDialog } from '../sessions/index.ts'
import { PolicyQuestions } from './PolicyQuestions.tsx'
import { PolicyRows } from './PolicyRows.tsx'
import { policiesQuery } from './queries.ts'
import type { PoliciesSearch } from './search.ts'
import { SessionControls } from './SessionControls.tsx'

const route = getRouteApi('/shell/o/$organization/authentication')

/** How people sign in to an organization and how long that lasts: an address of its own, the same policies. */
export function AuthenticationPage() {
  const { t } = useTranslation('policies')
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const label = useLabel()
  const [ending, setEnding] = useState(false)
  const policies = useQuery(policiesQuery(organization))
  const open = (to: PoliciesSearch) => void navigate({ search: to, replace: true })
  const items = policies.data?.items
  if (policies.error && !items) return <PageRefusal error={policies.error} retry={() => void policies.refetch()} />
  const mayChange = may('policies.update')
  return (
    <Page
      title={label('menu.authentication', t('authentication.title'))}
      crumbs={crumbsTo('/o/$organization/authentication', place)}
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
              <PolicyRows items={items} group="sessions" mayChange={mayChange} onAsk={open} />
            </Section>
            <Section title={t('groups.sign_in')}>
              <PolicyRows items={items} group="sign_in" mayChange={mayChange} onAsk={open} />
            </Section>
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
      <PolicyQuestions place={place} items={items} asked={search} mayChange={mayChange} onClose={() => open({})} />
    </Page>
  )
}
