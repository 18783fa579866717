export const en = {
  navigation: 'Main',
  bar: 'Top bar',
  openMenu: 'Open menu',
  closeMenu: 'Close menu',
  management: '{{level}} Management',
  info: '{{level}} Info',
  users: 'Users',
  invites: 'Invites',
  invitesOpen_one: '{{count}} not accepted yet',
  invitesOpen_other: '{{count}} not accepted yet',
  inviteUser: 'Invite user',
  tabs: 'Parts of {{name}}',
  roles: 'Roles',
  settings: 'Settings',
  policies: 'Policies',
  authentication: 'Authentication',
  federation: 'Federated sign-in',
  signIns: 'Sign-in activity',
  mails: 'Mails',
  blueprint: 'Blueprint',
  profile: 'Profile',
  place: {
    switch: 'Switch organization',
    search: 'Search organizations',
    recent: 'Recent',
    home: 'Your organization',
    found: 'Organizations',
  },
  account: {
    menu: 'Your account',
    switch: 'Switch account',
    switched: 'You now act in {{organization}}',
    theme: 'Theme',
    language: 'Language',
    signOut: 'Sign out',
  },
  finder: {
    open: 'Search',
    placeholder: 'Find a user, an organization, a page',
    pages: 'Pages',
    actions: 'Actions',
    organizations: 'Organizations',
    users: 'Users',
    none: 'Nothing found.',
  },
  home: {
    title: 'Welcome, {{name}}',
    text: 'Your role, {{role}}, gives no access to the administration of {{organization}}. Your profile and your sessions are yours to manage.',
    action: 'Open profile',
    why: 'Why?',
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address may be misspelt, or the page has moved.',
    action: 'Go to start',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    app: typeof en
  }
}
