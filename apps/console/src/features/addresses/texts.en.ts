export const en = {
  title: 'Confirm your new address',
  hint: 'From then on you sign in with it.',
  submit: 'Confirm',
  doneTitle: 'Address confirmed',
  doneText: 'Sign in with the new address from now on.',
  signIn: 'To sign-in',
  deadTitle: 'This link does not work',
  deadText: 'It was used already, replaced by a newer one, or has expired. Ask for the change again.',
  change: {
    title: 'E-mail address of {{name}}',
    text: 'A link goes to the new address. Until it is used they sign in with {{email}}, which is told about the change.',
    email: 'New e-mail address',
    verb: 'Send link',
    sent: 'A link to confirm the address is on its way to {{email}}',
    sentKept: 'There is a link for {{email}} to confirm the address.',
  },
  pending: {
    text: '{{email}} is not confirmed yet; asked for by {{name}}.',
    until: 'Its link works until',
    cancel: 'Cancel change',
    cancelled: 'The change of address is cancelled; its link is dead',
  },
  own: {
    title: 'Change your e-mail address',
    hint: 'A link goes to the new address. Until it is used you sign in with {{email}}.',
    submit: 'Send link',
    sentKept: 'There is a link for {{sent}}. Until it is used you sign in with {{email}}.',
    sent: 'A link is on its way to {{sent}}. Until it is used you sign in with {{email}}.',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    addresses: typeof en
  }
}
