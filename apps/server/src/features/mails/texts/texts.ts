/** The shape of a language's mail texts: a language that lacks one does not compile. */
export type MailKind =
  | 'invitation'
  | 'invitation_elsewhere'
  | 'password_reset'
  | 'password_changed'
  | 'change_requested'

export interface MailText {
  readonly subject: string
  readonly lines: readonly string[]
  /** Empty: the mail has no link. */
  readonly button: string
  readonly after: readonly string[]
}
export type MailTexts = Readonly<Record<MailKind, MailText>> & {
  readonly greeting: string
  readonly footer: string
  readonly linkHelp: string
}
