export const en = {
  unknown: {
    title: 'No tenant has this address',
    text: 'Nobody is to be found at {{host}}. The address may be misspelt, or it has changed.',
    main: 'Go to {{address}}',
  },
  elsewhere: {
    title: '{{host}} is not the address of your organization',
    text: 'You are signed in to {{name}}. Its address:',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    hosts: typeof en
  }
}
