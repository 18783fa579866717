export const en = {
  title: 'Confirm your new address',
  hint: 'From then on you sign in with it.',
  submit: 'Confirm',
  doneTitle: 'Address confirmed',
  doneText: 'Sign in with the new address from now on.',
  signIn: 'To sign-in',
  deadTitle: 'This link does not work',
  deadText: 'It was used already, replaced by a newer one, or has expired. Ask for the change again.',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    addresses: typeof en
  }
}
