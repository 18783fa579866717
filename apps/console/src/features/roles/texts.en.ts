export const en = {
  title: 'Roles',
  hint: 'What each role is for, and what it may do.',
  choose: 'Choose a role',
  bestFor: 'Best for',
  bestForShort: 'Best for: {{bestFor}}',
  useCases: 'Use cases',
  mayDo: 'May do',
  mayNothing: 'Nothing in this section.',
  assignable: 'You may give this role',
  assigns: 'May give',
  assignsNothing: 'No role.',
  heldAt: 'Held in',
  compare: 'Compare roles',
  compareTitle: 'Which role fits?',
  administrator: 'Keeps the organization administrable: its last holder cannot be lost.',
  comparison: 'Comparison',
  comparisonHint: 'Every permission, and which roles hold it.',
  permission: 'Permission',
  yes: 'Yes',
  no: 'No',
  empty: 'No roles can be held here',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    roles: typeof en
  }
}
