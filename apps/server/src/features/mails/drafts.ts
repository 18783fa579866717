/** Which mail follows from which event, and what it says. What any mail may say is added where it is posted. Pure. */
import type { EventType, MailRow } from '@tenantry/contract'
import type { EventPassing } from '../../platform/db/passing.ts'
import type { Fact } from '../../platform/db/scope.ts'
import type { MailWords } from './texts/texts.ts'

export interface Draft {
  readonly kind: MailRow['kind']
  /** Times are said in the receiver's language. */
  readonly facts: Readonly<Record<string, string | boolean | Date>>
  /** A page of the console. A secret stands behind '#': browsers never send that part, so no server log holds it. */
  readonly link: string | null
  /** Told in other words than its kind's; lists show the kind alone. */
  readonly words?: MailWords
  /** The address, where it is another than the one of whom the mail is about. */
  readonly to?: string
}
export type Drafts = { readonly [T in EventType]?: (fact: Fact<T>) => Draft | readonly Draft[] | null }

/** Recovery codes left: from here on their owner is told of each one that is used. */
const few = 3

export const drafts: Drafts = {
  'invitation.created': (fact) => invitation(fact),
  'invitation.resent': (fact) => invitation(fact),
  'user.created': ({ inPassing }) => accountCreated(inPassing),
  // To be confirmed like a new one where the address has another account; otherwise nothing is to be done.
  'user.reactivated': ({ inPassing }) => (inPassing ? accountCreated(inPassing) : null),
  'user.asked_for_change': ({ after, inPassing: { page, ...asker } }) => ({
    kind: 'change_requested',
    facts: { ...asker, from: after?.from ?? '', wish: after?.wish ?? '' },
    link: page,
  }),
  'user.signed_in': ({ after, inPassing }) =>
    inPassing
      ? { kind: 'new_sign_in', facts: { ...inPassing, address: after?.address ?? '' }, link: '/profile' }
      : null,
  'user.locked': ({ after, inPassing: { after: tried, token, byLink } }) => ({
    kind: 'account_locked',
    facts: { until: after?.until ? new Date(after.until) : '', factors: tried === 'factors', byLink },
    link: token === null ? null : `/unlock#${token}`,
  }),
  'user.email_change_requested': ({ after, inPassing: { token, expiresAt } }) => {
    const email = after?.email ?? ''
    const facts = { email, byAdministrator: after?.by === 'administrator', expires: expiresAt }
    const asked: Draft = { kind: 'email_change_asked', facts, link: null }
    return token === null ? asked : [asked, { kind: 'email_change', facts, to: email, link: `/confirm-email#${token}` }]
  },
  'user.email_changed': ({ before, after }) => ({
    kind: 'email_changed',
    facts: { email: after?.email ?? '' },
    link: null,
    ...(before?.email !== undefined && { to: before.email }),
  }),
  'password.reset_requested': ({ after, inPassing: { way, token, expiresAt } }) => ({
    kind: 'password_reset',
    facts: { join: way === 'join', byAdministrator: after?.by === 'administrator', expires: expiresAt },
    link: `/${way}#${token}`,
  }),
  'password.reset': () => ({ kind: 'password_changed', facts: {}, link: null }),
  'password.changed': () => ({ kind: 'password_changed', facts: {}, link: null }),
  'factor.added': ({ after }) => signInChanged('added', { factor: after?.factor ?? '' }),
  'factor.removed': ({ after }) => signInChanged('removed', { factor: after?.factor ?? '' }),
  'factor.all_removed': () => signInChanged('allRemoved'),
  'recovery_codes.made': () => signInChanged('codesMade'),
  'recovery_codes.used': ({ after: { left } = { left: 0 } }) =>
    left > few ? null : signInChanged('codeUsed', { left: String(left) }),
  'user.mfa_disabled': ({ after }) => signInChanged('disabled', { required: after?.mfaRequired ?? false }),
  // An account that was made for whoever came through a provider knows no other way yet.
  'user.sign_in_linked': ({ after, inPassing }) =>
    inPassing ? null : signInChanged('linked', { connection: after?.connection ?? '', email: after?.email ?? '' }),
  'user.sign_in_unlinked': ({ after }) => signInChanged('unlinked', { connection: after?.connection ?? '' }),
}

const invitation = ({
  after,
  inPassing: { token },
}: Fact<'invitation.created'> | Fact<'invitation.resent'>): Draft => ({
  kind: 'invitation',
  facts: { expires: after ? new Date(after.expiresAt) : '' },
  ...(token === null ? { words: 'invitation_elsewhere', link: null } : { link: `/accept#${token}` }),
})

/** One mail, whether the person sets a first password, confirms with the one they have, or was given one. */
function accountCreated(it: EventPassing['user.created']): Draft {
  const [page, more] = offered(it)
  return { kind: 'account_created', facts: { [it.way]: true, ...more }, link: page }
}
function offered(it: EventPassing['user.created']): readonly [page: string, facts: Draft['facts']] {
  switch (it.way) {
    case 'set_up':
      return [`/reset#${it.token}`, { expires: it.expiresAt }]
    case 'join':
      return [`/join#${it.token}`, { expires: it.expiresAt }]
    case 'initial':
      return ['/sign-in', { password: it.password ?? '', expires: it.expiresAt }]
    case 'federated':
      return ['/sign-in', {}]
  }
}

/** What became of the ways in which somebody signs in; `words` says which sentence of the mail it is. */
const signInChanged = (
  words: 'added' | 'removed' | 'allRemoved' | 'codesMade' | 'codeUsed' | 'disabled' | 'linked' | 'unlinked',
  facts: Draft['facts'] = {},
): Draft => ({ kind: 'factors_changed', facts: { ...facts, [words]: true }, link: null })
