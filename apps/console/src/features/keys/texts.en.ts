export const en = {
  title: 'API keys',
  hint: 'For programs and the command line. A key may do what you may do, until it expires or you revoke it.',
  none: 'You have no API keys.',
  create: 'Create API key',
  name: 'Name',
  nameHelp: 'What it is for, such as “Nightly export”.',
  lives: 'Expires after',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
  created: 'Created',
  expires: 'expires',
  revoke: 'Revoke',
  revokeOne: 'Revoke API key: {{name}}',
  revokeTitle: 'Revoke {{name}}?',
  revokeText: 'Programs that use it are refused from their next request on. This cannot be undone.',
  revoked: 'API key {{name}} revoked',
  madeTitle: 'Your new API key',
  madeText: 'Copy it now: it will not be shown again.',
  secret: 'API key',
  done: 'I have copied it',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    keys: typeof en
  }
}
