export const en = {
  list: {
    label: 'Invitations',
    search: 'Search e-mail',
    email: 'E-mail',
    role: 'Role',
    invitedBy: 'Invited by',
    sent: 'Sent',
    expires: 'Expires',
    status: 'Status',
    filter: 'Status',
    all: 'All',
    open: 'Open',
    count_one: '{{amount}} invitation',
    count_other: '{{amount}} invitations',
    empty: 'No open invitations',
    emptyHint: 'Whoever you invite gets a mail with a link and chooses their own password.',
    filteredEmpty: 'No invitation matches',
    clear: 'Clear search and filters',
    resend: 'Resend',
    cancel: 'Cancel invitation',
    resent: 'A new link is on its way to {{email}}. The old one no longer works.',
    resentKept: 'There is a new link for {{email}}. The old one no longer works.',
    cancelled: 'The invitation of {{email}} is cancelled',
  },
  status: {
    pending: 'Pending',
    accepted: 'Accepted',
    expired: 'Expired',
    revoked: 'Cancelled',
    withdrawn: 'Needs resending',
  },
  withdrawn: '{{name}} may no longer send it, so its link does not work.',
  mail: {
    queued: 'Mail is about to be sent',
    sent: 'Mail sent',
    deferred: 'Mail delayed',
    failed: 'Mail not delivered',
    kept: 'Mail kept, not sent',
    keptRead: 'Mail kept: read it',
    next: 'Next attempt',
    answer: 'Answer: {{answer}}',
  },
  cancellation: {
    title: 'Cancel the invitation of {{email}}?',
    text: 'The link in their mail stops working at once. You can invite them again later.',
    verb: 'Cancel invitation',
    refrain: 'Keep it',
  },
  form: {
    title: 'Invite user',
    email: 'E-mail address',
    role: 'Role',
    language: 'Language of the mail',
    submit: 'Send invitation',
    done: 'Invited {{email}}; the mail is on its way',
    doneKept: 'Invitation for {{email}} created.',
    show: 'Show invites',
    read: 'Read mail',
  },
  accept: {
    linkFirst:
      'There is an account under this address already. Sign in to it first, in this browser; then open the link of the mail again, and it is linked.',
    signInFirst: 'Sign in first',
    noProvider:
      'Here one signs in through the organization’s provider, and none is connected at present. Ask whoever invited you.',
    title: 'Join {{organization}}',
    by: '{{name}} invites you.',
    role: 'Your role',
    expires: 'Valid until',
    newPassword: 'Choose a password',
    password: 'Your password',
    passwordHelp: '{{email}} already has an account here. Enter its password.',
    submit: 'Accept and sign in',
    other: 'You are signed in as {{current}}. Accepting signs you in as {{invited}} instead.',
    unknownTitle: 'This invitation is not known',
    unknownText:
      'The link may have been cut off by your mail program, or replaced by a newer one. Open the latest mail, or ask whoever invited you to send it again.',
    closedTitle: 'This invitation is closed',
    closedText:
      'It was already accepted or has been cancelled. If you have an account, sign in. Otherwise ask whoever invited you.',
    withdrawnTitle: 'This invitation is no longer valid',
    withdrawnText:
      'Whoever sent it may no longer invite. Ask an administrator there to send it again; the new mail brings a new link.',
    expiredTitle: 'This invitation has expired',
    expiredText: 'Ask whoever invited you to send it again; the new mail brings a new link.',
    existsTitle: 'You are already a user here',
    existsText: 'Sign in with your e-mail address and password.',
    signIn: 'Go to sign-in',
  },
} as const

declare module 'i18next' {
  interface ResourceNamespaceMap {
    invitations: typeof en
  }
}
