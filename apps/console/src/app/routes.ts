import { ApiError } from '@tenantry/sdk'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router'
import { accessSearch } from '../features/access/index.ts'
import { hostQuery, ownHostQuery } from '../features/hosts/index.ts'
import { signInsSearch } from '../features/activity/index.ts'
import { stepSearch } from '../features/factors/index.ts'
import { installationQuery } from '../features/installation/index.ts'
import { invitesSearch } from '../features/invitations/index.ts'
import { organizationQuery, organizationsSearch } from '../features/organizations/index.ts'
import { policiesSearch } from '../features/policies/index.ts'
import { meQuery } from '../features/profile/index.ts'
import { rolesSearch } from '../features/roles/index.ts'
import { signInSearch } from '../features/sessions/index.ts'
import { settingsSearch } from '../features/settings/index.ts'
import { usersSearch } from '../features/users/index.ts'
import { Root } from './Root.tsx'
import { startOf } from './start.ts'

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  loader: ({ context: { queries } }) =>
    Promise.all([queries.ensureQueryData(installationQuery), queries.ensureQueryData(hostQuery)]),
  component: Root,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../features/sessions/SignInPage.tsx'), 'SignInPage'),
})
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../features/installation/SetUpPage.tsx'), 'SetUpPage'),
})
const accept = createRoute({
  getParentRoute: () => root,
  path: '/accept',
  component: lazyRouteComponent(() => import('../features/invitations/AcceptPage.tsx'), 'AcceptPage'),
})
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('../features/passwords/ForgotPasswordPage.tsx'), 'ForgotPasswordPage'),
})
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('../features/passwords/ResetPage.tsx'), 'ResetPage'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../features/joinings/JoinPage.tsx'), 'JoinPage'),
})
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('../features/addresses/ConfirmEmailPage.tsx'), 'ConfirmEmailPage'),
})
const unlock = createRoute({
  getParentRoute: () => root,
  path: '/unlock',
  component: lazyRouteComponent(() => import('../features/lockouts/UnlockPage.tsx'), 'UnlockPage'),
})
/** For somebody signed in with a password that must be changed: nothing else opens. */
const choosePassword = createRoute({
  getParentRoute: () => root,
  path: '/choose-password',
  component: lazyRouteComponent(() => import('../features/profile/ChoosePasswordPage.tsx'), 'ChoosePasswordPage'),
})

/** Where sign-in providers send people back to. */
const callback = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/callback/$organization',
  component: lazyRouteComponent(() => import('../features/federation/CallbackPage.tsx'), 'CallbackPage'),
})
/** For somebody whose password was right, and who has shown no second factor yet. */
const secondStep = createRoute({
  getParentRoute: () => root,
  path: '/second-step',
  validateSearch: stepSearch,
  component: lazyRouteComponent(() => import('../features/factors/SecondStepPage.tsx'), 'SecondStepPage'),
})
/** For somebody who must have a second factor, and has none. */
const enrol = createRoute({
  getParentRoute: () => root,
  path: '/set-up-factor',
  validateSearch: stepSearch,
  component: lazyRouteComponent(() => import('../features/factors/EnrolPage.tsx'), 'EnrolPage'),
})

/** Where each step of a sign-in is taken. */
const stepPages = {
  second_factor: '/second-step',
  change_password: '/choose-password',
  enrol_factor: '/set-up-factor',
} as const
const waiting: Partial<Record<string, keyof typeof stepPages>> = {
  second_factor_required: 'second_factor',
  password_change_required: 'change_password',
  factor_enrolment_required: 'enrol_factor',
}

/** Everything behind sign-in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(() => import('./Shell.tsx'), 'Shell'),
  beforeLoad: async ({ context: { queries }, location }) => {
    const next = location.href === '/' ? {} : { next: location.href }
    try {
      const me = await queries.ensureQueryData(meQuery)
      if (me.step) redirect({ to: stepPages[me.step], search: next, throw: true })
      return { me }
    } catch (error) {
      const step = error instanceof ApiError ? waiting[error.code] : undefined
      if (step) redirect({ to: stepPages[step], search: next, throw: true })
      if (error instanceof ApiError && error.code === 'unauthenticated')
        redirect({ to: '/sign-in', search: next, throw: true })
      throw error
    }
  },
})
const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./HomePage.tsx'), 'HomePage'),
  beforeLoad: async ({ context: { queries, me } }) => {
    const start = await startOf(me, queries)
    if (start) redirect({ to: start, params: { organization: me.organization.id }, replace: true, throw: true })
  },
})
const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  component: lazyRouteComponent(() => import('./ProfilePage.tsx'), 'ProfilePage'),
})

const deepLinks = {
  users: '/o/$organization/users',
  invites: '/o/$organization/invites',
  info: '/o/$organization/info',
  roles: '/o/$organization/roles',
  policies: '/o/$organization/policies',
  authentication: '/o/$organization/authentication',
  organizations: '/o/$organization/organizations',
} as const
const isDeepLink = (page: string): page is keyof typeof deepLinks => Object.hasOwn(deepLinks, page)
/** `/admin/users`, without an identifier: of the tenant whose address this is, or else of one's own organization. */
const deepLink = createRoute({
  getParentRoute: () => shell,
  path: '/admin/$page',
  beforeLoad: async ({ context: { queries, me }, params: { page } }) => {
    if (!isDeepLink(page)) notFound({ throw: true })
    else {
      const { kind } = await queries.ensureQueryData(hostQuery)
      const here = kind === 'tenant' ? (await queries.ensureQueryData(ownHostQuery)).organization : me.organization
      redirect({ to: deepLinks[page], params: { organization: here.id }, replace: true, throw: true })
    }
  },
})

/** Everything that happens in one organization. */
const place = createRoute({
  getParentRoute: () => shell,
  path: '/o/$organization',
  loader: ({ context: { queries }, params }) => queries.ensureQueryData(organizationQuery(params.organization)),
})
const placeStart = createRoute({
  getParentRoute: () => place,
  path: '/',
  beforeLoad: ({ params }) => {
    redirect({ to: '/o/$organization/info', params, replace: true, throw: true })
  },
})
const organizations = createRoute({
  getParentRoute: () => place,
  path: '/organizations',
  validateSearch: organizationsSearch,
  component: lazyRouteComponent(() => import('../features/organizations/OrganizationsPage.tsx'), 'OrganizationsPage'),
})
// Not below the organization's pages: whoever may read what roles are for need not be allowed to see the organization.
const roles = createRoute({
  getParentRoute: () => shell,
  path: '/o/$organization/roles',
  validateSearch: rolesSearch,
  component: lazyRouteComponent(() => import('../features/roles/RolesPage.tsx'), 'RolesPage'),
})
// Nor this: that one may not see an organization is one of the things it explains.
const access = createRoute({
  getParentRoute: () => shell,
  path: '/o/$organization/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('../features/access/AccessPage.tsx'), 'AccessPage'),
})
const blueprint = createRoute({
  getParentRoute: () => place,
  path: '/blueprint',
  component: lazyRouteComponent(() => import('../features/blueprint/BlueprintPage.tsx'), 'BlueprintPage'),
})
const policies = createRoute({
  getParentRoute: () => place,
  path: '/policies',
  validateSearch: policiesSearch,
  component: lazyRouteComponent(() => import('../features/policies/PoliciesPage.tsx'), 'PoliciesPage'),
})
const authentication = createRoute({
  getParentRoute: () => place,
  path: '/authentication',
  validateSearch: policiesSearch,
  component: lazyRouteComponent(() => import('../features/policies/AuthenticationPage.tsx'), 'AuthenticationPage'),
})
const federation = createRoute({
  getParentRoute: () => place,
  path: '/federation',
  validateSearch: ({ open }: Record<string, unknown>): { open?: string } => (typeof open === 'string' ? { open } : {}),
  component: lazyRouteComponent(() => import('../features/federation/FederationPage.tsx'), 'FederationPage'),
})
const signIns = createRoute({
  getParentRoute: () => place,
  path: '/sign-ins',
  validateSearch: signInsSearch,
  component: lazyRouteComponent(() => import('../features/activity/SignInsPage.tsx'), 'SignInsPage'),
})
const settings = createRoute({
  getParentRoute: () => place,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
})
const mails = createRoute({
  getParentRoute: () => place,
  path: '/mails',
  component: lazyRouteComponent(() => import('../features/mails/MailsPage.tsx'), 'MailsPage'),
})
const mail = createRoute({
  getParentRoute: () => place,
  path: '/mails/$mail',
  component: lazyRouteComponent(() => import('../features/mails/MailPage.tsx'), 'MailPage'),
})

/** The page with three tabs. */
const management = createRoute({
  getParentRoute: () => place,
  id: 'management',
  validateSearch: ({ invite }: Record<string, unknown>): { invite?: true } => (invite === true ? { invite } : {}),
  component: lazyRouteComponent(() => import('./ManagementPage.tsx'), 'ManagementPage'),
})
const info = createRoute({
  getParentRoute: () => management,
  path: '/info',
  component: lazyRouteComponent(() => import('../features/organizations/InfoPage.tsx'), 'InfoPage'),
})
const users = createRoute({
  getParentRoute: () => management,
  path: '/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('../features/users/UsersPage.tsx'), 'UsersPage'),
})
const user = createRoute({
  getParentRoute: () => users,
  path: '/$user',
  component: lazyRouteComponent(() => import('../features/users/UserDrawer.tsx'), 'UserDrawer'),
})
const invites = createRoute({
  getParentRoute: () => management,
  path: '/invites',
  validateSearch: invitesSearch,
  component: lazyRouteComponent(() => import('../features/invitations/InvitesPage.tsx'), 'InvitesPage'),
})

const managed = management.addChildren([info, users.addChildren([user]), invites])
const placed = place.addChildren([
  placeStart,
  organizations,
  policies,
  authentication,
  settings,
  federation,
  signIns,
  blueprint,
  mails,
  mail,
  managed,
])
export const routeTree = root.addChildren([
  signIn,
  callback,
  setUp,
  accept,
  forgotPassword,
  reset,
  join,
  confirmEmail,
  unlock,
  choosePassword,
  secondStep,
  enrol,
  shell.addChildren([home, profile, deepLink, roles, access, placed]),
])
