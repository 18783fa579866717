export const en = {
  title: 'Unlock your account',
  hint: 'After that the password you have works again.',
  submit: 'Unlock my account',
  doneTitle: 'Your account is unlocked',
  doneText: 'Sign in with the password you have. If you forgot it, have a link sent to you on the next page.',
  signIn: 'Sign in',
  deadTitle: 'This link does not work any more',
  deadText: 'It has been used, or the account is not locked any more. Try to sign in.',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    lockouts: typeof en
  }
}
