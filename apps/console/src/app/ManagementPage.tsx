import { Button, Group, Tabs } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { Link, Outlet, getRouteApi, useNavigate, useRouterState } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel, useLevel } from '../features/installation/index.ts'
import { useInvitationCount } from '../features/invitations/index.ts'
import { useMay, useOrganization } from '../features/organizations/index.ts'
import { useRules } from '../features/policies/index.ts'
import { useBounded } from '../kit/table/bounded.ts'
import { Page } from '../kit/Page.tsx'
import { WhyMark } from '../kit/why/WhyMark.tsx'
import classes from './ManagementPage.module.css'
import { useTabbed } from './useEntries.ts'

const route = getRouteApi('/shell/o/$organization/management')
const InviteDialog = lazy(() =>
  import('../features/invitations/InviteDialog.tsx').then((module) => ({ default: module.InviteDialog })),
)

/** One organization: what it is, who is in it, who is invited. */
export function ManagementPage() {
  const { t } = useTranslation('app')
  const { organization } = route.useParams()
  const invite = route.useSearch({ select: (search) => 'invite' in search && search.invite === true })
  // Not the route's own: it lies above the tabs, and "." is the tab one is at.
  const navigate = useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const label = useLabel()
  const tabbed = useTabbed()
  const bounded = useBounded()
  const { level } = useLevel(place.level)
  const part = useRouterState({ select: (state) => state.location.pathname.split('/')[3] ?? 'info' })
  const waiting = useInvitationCount(organization, { status: 'open' }, may('invitations.read'))
  const setInviting = (inviting: boolean) =>
    void navigate({ to: '.', search: (before) => ({ ...before, invite: inviting ? true : undefined }), replace: true })
  const tabs = [
    {
      part: 'info',
      to: '/o/$organization/info',
      shown: may('organizations.read'),
      word: label(`tab.${level.key}Info`, label('tab.info', t('info', { level: level.label }))),
    },
    { part: 'users', to: '/o/$organization/users', shown: may('users.read'), word: label('tab.users', t('users')) },
    {
      part: 'invites',
      to: '/o/$organization/invites',
      shown: may('invitations.read'),
      word: label('tab.invitations', t('invites')),
    },
  ] as const
  const crumbs = [
    ...place.ancestors.map(({ id, name }) => (
      <Link key={id} to="/o/$organization/organizations" params={{ organization: id }}>
        {name}
      </Link>
    )),
    <span key="here">
      {tabbed
        ? label(`menu.${place.level}Management`, label('menu.management', t('management', { level: level.label })))
        : place.name}
    </span>,
  ]
  const title = {
    info: place.name,
    users: label('menu.users', tabs[1].word),
    invites: label('menu.invitations', tabs[2].word),
  }[part]
  const mayInvite = may('invitations.create')
  const inviteWord = label('action.inviteUser', t('inviteUser'))
  // Where nobody comes in by a link there is nobody to invite; until the policies are known there is.
  const byLink = useRules(organization)['onboarding.modes']?.includes('link') ?? true
  const action = !place.stopped && byLink && (
    <Group gap={4} wrap="nowrap">
      <Button
        disabled={!mayInvite}
        leftSection={<IconUserPlus size={16} aria-hidden="true" />}
        onClick={() => setInviting(true)}
      >
        {inviteWord}
      </Button>
      {!mayInvite && <WhyMark organization={organization} permission="invitations.create" what={inviteWord} />}
    </Group>
  )
  const dialog = invite && (
    <Suspense>
      <InviteDialog opened organization={organization} onClose={() => setInviting(false)} />
    </Suspense>
  )
  if (!tabbed)
    return (
      <Page title={title ?? place.name} crumbs={crumbs} action={part === 'info' ? false : action}>
        <Outlet />
        {dialog}
      </Page>
    )
  return (
    <Page title={place.name} crumbs={crumbs} action={action}>
      <Tabs value={part} className={classes['tabs'] ?? ''}>
        <Tabs.List aria-label={t('tabs', { name: place.name })}>
          {tabs
            .filter(({ shown }) => shown)
            .map((tab) => (
              <Tabs.Tab
                key={tab.part}
                value={tab.part}
                renderRoot={(props) => <Link to={tab.to} params={{ organization }} {...props} />}
              >
                {tab.word}
                {tab.part === 'invites' && waiting && waiting.count > 0 && (
                  <span className={classes['count']} title={t('invitesOpen', { count: waiting.count })}>
                    {bounded(waiting)}
                  </span>
                )}
              </Tabs.Tab>
            ))}
        </Tabs.List>
        <Tabs.Panel value={part} pt="md">
          <Outlet />
        </Tabs.Panel>
      </Tabs>
      {dialog}
    </Page>
  )
}
