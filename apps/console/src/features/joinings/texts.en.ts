export const en = {
  title: 'Confirm your account',
  hint: '{{organization}} made an account for {{email}}.',
  password: 'Your password',
  newPassword: 'New password',
  submit: 'Confirm and sign in',
  deadTitle: 'This link does not work',
  deadText:
    'It was used already, replaced by a newer one, or has expired. Open the latest mail, or ask for a new link.',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    joinings: typeof en
  }
}
