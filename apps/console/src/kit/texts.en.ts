import { permissions, type Permission } from '@tenantry/contract'
import { keyOf, type KeyOf } from './texts.ts'
import { refusals } from './refusals.en.ts'

/** The contract says them in English; other languages translate them. */
const permissionNames = Object.fromEntries(
  Object.entries(permissions).map(([key, name]) => [keyOf(key), name]),
) as Record<KeyOf<Permission>, string>

export const en = {
  person: { firstName: 'First name', lastName: 'Last name' },
  save: 'Save',
  cancel: 'Cancel',
  edit: 'Edit',
  retry: 'Try again',
  back: 'Back',
  close: 'Close',
  undo: 'Undo',
  show: 'Show',
  optional: 'optional',
  loading: 'Loading…',
  never: 'Never',
  none: 'None',
  copy: 'Copy {{what}}',
  copied: '{{what}} copied',
  skip: 'Skip to content',
  refusals,
  permissions: permissionNames,
  problem: {
    title: 'This could not be loaded',
    failed: 'This was not done',
    missing: 'You lack the permission “{{permission}}” ({{key}}).',
    missingAt: 'You lack the permission “{{permission}}” ({{key}}) in {{place}}.',
    missingTitle: 'You cannot see this page',
    unknownTitle: 'Not found',
    noAnswer: 'The server did not answer. Check your connection.',
    outcomeUnknown: 'Whether the change was made is not known. Trying again is safe: it is not done twice.',
    unchanged: 'Nothing was changed.',
    unexpected: 'Something unexpected happened on this page: {{message}}',
    retryIn_one: 'Try again in {{count}} second.',
    retryIn_other: 'Try again in {{count}} seconds.',
    request: 'Request {{id}}',
  },
  field: {
    required: 'Required.',
    tooLong: 'At most {{max}} characters.',
    tooShort: 'At least {{min}} characters.',
    email: 'Not an e-mail address. It looks like name@example.com.',
    phone: 'Starts with + and the country code, digits only: +4915112345678.',
    characters: 'Contains characters that cannot be used here.',
    invalid: 'Not accepted.',
  },
  table: {
    display: 'Display',
    columns: 'Columns',
    density: 'Row height',
    comfortable: 'Comfortable',
    compact: 'Compact',
    more: 'Load more',
    shown: '{{shown}} shown',
    clearAll: 'Clear all',
    remove: 'Remove filter {{filter}}',
    filters: 'Filters',
    actions: 'Actions for {{name}}',
    actionsColumn: 'Actions',
    clearSearch: 'Clear search',
  },
  places: {
    choose: 'Choose',
    search: 'Type to search',
    none: 'Nothing matches.',
    empty: 'Nothing lies below {{name}}.',
    back: 'Back to {{name}}',
    here: 'Below {{name}}',
    into: 'What lies below {{name}}',
    keys: '→ opens, ← goes back',
    stopped: 'stopped',
  },
  password: {
    show: 'Show password',
    hide: 'Hide password',
    rule_one: 'At least {{count}} character. Several unrelated words are easy to remember and hard to guess.',
    rule_other: 'At least {{count}} characters. Several unrelated words are easy to remember and hard to guess.',
    short: 'Too short',
    weak: 'Easy to guess',
    fair: 'Fair',
    strong: 'Strong',
    strength: 'Strength: {{word}}',
  },
  why: {
    mark: 'Why? {{what}}',
    own: {
      allowed: 'You may: {{permission}}, in {{place}}.',
      permission: 'You lack the permission “{{permission}}” ({{key}}) in {{place}}.',
      reach: 'There is no such organization, or it is outside your reach.',
      inactive: 'Your account is deactivated.',
      stopped: 'Your organization is suspended or deleted.',
    },
    theirs: {
      allowed: '{{name}} may: {{permission}}, in {{place}}.',
      permission: '{{name}} lacks the permission “{{permission}}” ({{key}}) in {{place}}.',
      reach: 'This organization is outside the reach of {{name}}.',
      inactive: '{{name}} is deactivated and may do nothing.',
      stopped: 'The organization of {{name}} is suspended or deleted.',
    },
    by: 'By the role {{role}} at {{place}}.',
    heldElsewhere: 'The role {{role}} at {{place}} has it, but does not reach here.',
    comesWith_one: 'It comes with the role {{roles}}.',
    comesWith_other: 'It comes with one of the roles {{roles}}.',
    elsewhereOnly: 'No role that can be held here carries it. It comes with: {{roles}}.',
    noRole: 'No role carries it.',
    ask: 'They could give it:',
    above: 'Administrators above: {{told}}.',
    othersMay: 'They may do it:',
    nobodyElse: 'Nobody else may do it at the moment.',
  },
  leave: {
    title: 'Leave without saving?',
    text: 'What you typed here is not saved.',
    leave: 'Leave',
    stay: 'Stay',
  },
  kept: {
    mails: 'Mails',
    here: 'No mail server is configured: the mail waits under {{mails}}.',
    above:
      'No mail server is configured, so the mail was not sent. Whoever runs this installation can hand its link on.',
  },
  reason: 'Reason',
  reasonHelp: 'Kept in the change record.',
  language: { en: 'English', de: 'Deutsch' },
  theme: { light: 'Light', dark: 'Dark', auto: 'System', label: 'Theme' },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    kit: typeof en
  }
}
