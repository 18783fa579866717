import type { MailRow } from '@tenantry/contract'

/** What has words: each kind of mail, and an invitation to somebody with an account elsewhere. A language that lacks one does not compile. */
export type MailWords = MailRow['kind'] | 'invitation_elsewhere'

export interface MailText {
  readonly subject: string
  readonly lines: readonly string[]
  /** Empty: the mail has no link. Mustache, as the lines. */
  readonly button: string
  readonly after: readonly string[]
}
export type MailTexts = Readonly<Record<MailWords, MailText>> & {
  readonly greeting: string
  readonly footer: string
  readonly linkHelp: string
}
