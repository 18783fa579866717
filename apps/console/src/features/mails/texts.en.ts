export const en = {
  title: 'Mails',
  hint: 'No mail server is configured. Mails are kept here, so that their links can be handed on by other means.',
  hintSent: 'What the product sent, and whether it arrived.',
  label: 'Mails',
  to: 'To',
  subject: 'Subject',
  kind: 'Kind',
  created: 'Written',
  state: 'Delivery',
  kinds: {
    invitation: 'Invitation',
    account_created: 'New account',
    account_locked: 'Account locked',
    password_reset: 'Password reset',
    password_changed: 'Password changed',
    email_change: 'Confirm address',
    email_change_asked: 'New address asked for',
    email_changed: 'Address changed',
    change_requested: 'Change requested',
    new_sign_in: 'New sign-in',
    factors_changed: 'Second factors changed',
  },
  states: { queued: 'Queued', sent: 'Sent', deferred: 'Delayed', failed: 'Failed', kept: 'Kept' },
  next: 'Next attempt',
  empty: 'No mails yet',
  emptyHint: 'Invitations and password resets appear here once they are written.',
  view: 'Formatted',
  text: 'Text',
  frame: 'Mail to {{to}}',
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    mail: typeof en
  }
}
