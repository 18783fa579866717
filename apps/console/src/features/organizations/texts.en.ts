export const en = {
  list: {
    search: 'Search {{plural}}',
    name: 'Name',
    users: 'Users',
    pending: 'Pending invitations',
    created: 'Created',
    parent: 'Below',
    create: 'Create {{level}}',
    empty: 'No {{plural}} yet',
    emptyHint: 'Each one holds its own users and data, apart from all others.',
    filteredEmpty: 'Nothing is called “{{search}}”',
    clear: 'Clear search',
  },
  create: {
    title: 'Create {{level}}',
    name: 'Name',
    help: 'As its people call it. It can be changed later.',
    submit: 'Create',
    done: '{{name}} created',
  },
  info: {
    title: '{{level}} Info',
    name: 'Name',
    editName: 'Edit name',
    id: '{{level}} ID',
    idHelp: 'Identifies it in the API.',
    created: 'Created',
    renamed: 'Renamed to {{name}}',
    meanwhile: 'Somebody renamed it to “{{name}}” while you were editing. Save again to replace that name with yours.',
    cannotRename: 'You may see the name, but not change it.',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    organizations: typeof en
  }
}
