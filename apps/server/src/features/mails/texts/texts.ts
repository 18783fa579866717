/** The shape of a language's mail texts: a language that lacks one does not compile. */
export type MailKind =
  | 'invitation'
  | 'invitation_elsewhere'
  | 'account_created'
  | 'account_locked'
  | 'password_reset'
  | 'password_changed'
  | 'email_change'
  | 'email_change_asked'
  | 'email_changed'
  | 'change_requested'
  | 'new_sign_in'
  | 'factors_changed'

export interface MailText {
  readonly subject: string
  readonly lines: readonly string[]
  /** Empty: the mail has no link. Mustache, as the lines. */
  readonly button: string
  readonly after: readonly string[]
}
export type MailTexts = Readonly<Record<MailKind, MailText>> & {
  readonly greeting: string
  readonly footer: string
  readonly linkHelp: string
}
