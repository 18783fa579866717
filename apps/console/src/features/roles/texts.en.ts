export const en = {
  title: 'Roles',
  hint: 'What each role is for, and what it may do.',
  whoCan: 'Who can do what',
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
  administrator: 'Keeps the organization administrable: its last holder cannot be lost.',
  comparison: 'Comparison',
  comparisonHint: 'Every permission, and which roles hold it.',
  permission: 'Permission',
  yes: 'Yes',
  no: 'No',
  empty: 'No roles can be held here',
  own: {
    create: 'Create role',
    creating: 'Create a role of {{organization}}',
    editing: 'Edit role {{label}}',
    editOf: 'Edit {{label}}',
    removeOf: 'Delete {{label}}',
    of: 'Own role of {{organization}}',
    above: 'Own role of an organization above',
    label: 'Name',
    description: 'What it is for',
    permissionsHelp: 'At most what you may do here yourself.',
    assignsHelp: 'Roles that its holders may give, at the same place or below.',
    remove: 'Delete',
    removal: 'Delete role {{label}}?',
    removalText: 'A role that somebody holds or is invited to stays; give them another one first.',
    holders: 'Who holds it',
    created: 'Role {{label}} is created',
    changed: 'Role {{label}} is changed; everybody who holds it obeys at once',
    removed: 'Role {{label}} is deleted',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    roles: typeof en
  }
}
