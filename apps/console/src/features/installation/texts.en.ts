export const en = {
  setUp: {
    title: 'Set up {{product}}',
    hint: 'You become the first administrator of this installation.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Create administrator',
    closedTitle: 'Already set up',
    closedText: 'This installation has its administrator. Sign in, or ask them for an invitation.',
    unknownTitle: 'This set-up link is not valid',
    unknownText:
      'The server prints a new link whenever it starts without an administrator. Open the latest one in full, with everything after the #.',
    signIn: 'Go to sign-in',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    installation: typeof en
  }
}
