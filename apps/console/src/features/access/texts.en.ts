export const en = {
  title: 'Who can do what',
  roles: 'Roles',
  hint: 'In {{place}}, and why.',
  permission: 'What is to be done',
  choose: 'Choose what is to be done',
  noSuch: 'No permission has this name.',
  you: 'You',
  theirs: 'May they do this?',
  everybody: 'Everybody who can',
  nobody: 'Nobody you may see.',
  user: 'User',
  role: 'By the role',
  at: 'Held at',
  home: 'At home in',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    access: typeof en
  }
}
