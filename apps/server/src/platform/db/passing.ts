/**
 * What a fact hands to its listeners and nobody stores: one-time secrets on their way into a mail, and what decides which
 * mail it is. An event without a line here passes nothing; one that may do without says so with `undefined`.
 */

/** A link that works once. */
interface Once {
  readonly token: string
  readonly expiresAt: Date
}
/** The account opens once its person has confirmed it. */
export type ToJoin = Once & { readonly way: 'join' }

export interface EventPassing {
  /** `token` null: the address belongs to an account elsewhere and cannot be taken. */
  'invitation.created': { readonly token: string | null }
  'invitation.resent': { readonly token: string | null }
  'user.created':
    | (Once & { readonly way: 'set_up' })
    | ToJoin
    /** `password` null: whoever made the account hands it over. */
    | { readonly way: 'initial'; readonly password: string | null; readonly expiresAt: Date }
    | { readonly way: 'federated' }
  'user.reactivated': ToJoin | undefined
  /** What was tried too often. `token` null: no link unlocks it; `byLink`: a new password by link ends it. */
  'user.locked': { readonly after: 'passwords' | 'factors'; readonly token: string | null; readonly byLink: boolean }
  'user.asked_for_change': { readonly email: string; readonly organization: string; readonly page: string }
  /** `token` null: the address is somebody's already, and nobody is told. */
  'user.email_change_requested': { readonly token: string | null; readonly expiresAt: Date }
  /** The device, where it is new to the person; empty where it did not say what it is. */
  'user.signed_in': { readonly device: string } | undefined
  /** The account was made by this sign-in. */
  'user.sign_in_linked': { readonly newcomer: true } | undefined
  'password.reset_requested': (Once & { readonly way: 'reset' }) | ToJoin
}
