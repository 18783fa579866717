export const en = {
  choose: {
    title: 'Choose your password',
    hint: 'The one you were given was for this one sign-in.',
    given: 'Password you were given',
    submit: 'Save and continue',
  },
  title: 'Profile',
  details: 'Your details',
  email: 'E-mail address',
  emailHelp: 'You sign in with this address.',
  phone: 'Phone',
  phoneHelp: 'With country code, for example +4915112345678.',
  language: 'Language',
  languageHelp: 'Of this console and of mails to you.',
  saved: 'Profile saved',
  access: 'Your access',
  accessLine: '{{role}} in {{organization}}',
  request: {
    open: 'Ask for a change',
    title: 'Ask for a change of your account',
    text: 'Your role and your account itself are changed by an administrator above you. They get a mail with what you write here.',
    wish: 'What should be changed?',
    send: 'Send',
    sent: 'The administrators above you were told',
  },
  accessWhy: 'What may I do, and why?',
  endKeys: 'End my API keys, too',
  endKeysHelp: 'Programs that use them stop working.',
  appearance: 'Theme',
  password: 'Password',
  passwordHint: 'Changing it ends all your other sessions.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  changePassword: 'Change password',
  passwordFirstHint: 'You have none yet. With one you can sign in without your passkey or your provider.',
  setPassword: 'Set password',
  passwordSet: 'Password set. Your other sessions have ended.',
  passwordChanged: 'Password changed. Your other sessions have ended.',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    profile: typeof en
  }
}
