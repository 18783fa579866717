export const en = {
  forgot: {
    title: 'Reset your password',
    hint: 'We send you a link to set a new one.',
    email: 'E-mail address',
    submit: 'Send link',
    sentTitle: 'Check your mail',
    sentText:
      'If {{email}} has an account, a link is on its way. It works once and for a short time. Nothing there? Look in the spam folder.',
    sentKept:
      'If {{email}} has an account, there is a link for it. It works once and for a short time. No mail server is configured here: ask whoever runs this installation for the link.',
    keptTitle: 'Ask for your link',
    back: 'Back to sign-in',
  },
  reset: {
    title: 'Set a new password',
    for: 'For {{email}}',
    password: 'New password',
    submit: 'Set password',
    ends: 'All open sessions of this account end.',
    unknownTitle: 'This link is not known',
    unknownText:
      'It may have been cut off by your mail program, or replaced by a newer one. Open the latest mail, or ask for a new link.',
    usedTitle: 'This link has already been used',
    usedText: 'Your password was set with it. If that was not you, ask for a new link now.',
    expiredTitle: 'This link has expired',
    expiredText: 'Reset links are valid for a short time only. Ask for a new one.',
    again: 'Ask for a new link',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    passwords: typeof en
  }
}
