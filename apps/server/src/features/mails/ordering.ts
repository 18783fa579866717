/** Mails follow from events, in the event's own transaction: what was rolled back is never told to anybody. */
import type { EventFacts, Language, MailRow } from '@tenantry/contract'
import { together } from '../../platform/db/together.ts'
import { seal } from '../../platform/crypto/keys.ts'
import type { Fact, Listener, Listeners, Tx } from '../../platform/db/scope.ts'
import { newId } from '../../platform/value/ids.ts'
import type { Order } from '../../platform/jobs/queue.ts'
import { inForceIn } from '../blueprint/index.ts'
import { render, type Facts } from './render.ts'
import * as store from './store.ts'
import type { MailWords } from './texts/texts.ts'

export interface Capabilities {
  /** Where the console is, for links. */
  readonly publicUrl: URL
  readonly sealingKey: Buffer
  /** False: mails are kept to be read in the console. */
  readonly configured: boolean
  readonly order: (tx: Tx, order: Order) => Promise<void>
}
interface Draft {
  readonly kind: MailRow['kind']
  readonly about: string
  readonly to: string
  readonly language: Language
  readonly facts: Facts
  readonly link: string | null
  /** Told in other words than its kind's; lists show the kind alone. */
  readonly words?: MailWords
}
export const mailQueueName = 'mails'
/** Recovery codes left: from here on their owner is told of each one that is used. */
const few = 3

export function mailListeners(capabilities: Capabilities): Listeners {
  const { publicUrl } = capabilities
  const post = (tx: Tx, fact: Fact, draft: Draft) => orderMail(capabilities, tx, fact, draft)
  // The secret stands behind '#': browsers never send that part, so no server log holds it.
  const linkTo = (page: string, { inPassing }: Fact) => new URL(`${page}#${inPassing?.['token'] ?? ''}`, publicUrl).href

  const invite: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.invitation(tx, fact.target.id), inForceIn(tx))
    const language = languageOf(it.language)
    const facts = {
      product,
      name: it.first_name ?? '',
      inviter: tx.by.name,
      organization: it.organization,
      role: it.role,
      expires: inWords(it.expires_at, language),
    }
    await post(tx, fact, {
      kind: 'invitation',
      about: fact.target.id,
      to: it.email,
      language,
      facts,
      ...(fact.inPassing?.['taken']
        ? { words: 'invitation_elsewhere', link: null }
        : { link: linkTo('/accept', fact) }),
    })
  }
  const reset: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const expires = inWords(new Date(fact.inPassing?.['expiresAt'] ?? tx.now), it.language)
    const byAdministrator = fact.after !== undefined && 'by' in fact.after && fact.after.by === 'administrator'
    const join = fact.inPassing?.['page'] === '/join'
    const facts = { product, name: it.name, requester: tx.by.name, byAdministrator, join, expires }
    await post(tx, fact, {
      kind: 'password_reset',
      about: fact.target.id,
      to: it.email,
      language: it.language,
      facts,
      link: linkTo(join ? '/join' : '/reset', fact),
    })
  }
  const changed: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const facts = {
      product,
      name: it.name,
      at: inWords(tx.now, it.language),
      forgotUrl: new URL('/forgot-password', publicUrl).href,
    }
    await post(tx, fact, {
      kind: 'password_changed',
      about: fact.target.id,
      to: it.email,
      language: it.language,
      facts,
      link: null,
    })
  }
  const asked: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const { from = '', email = '', organization = '', wish = '', page = '/' } = fact.inPassing ?? {}
    await post(tx, fact, {
      kind: 'change_requested',
      about: fact.target.id,
      to: it.email,
      language: it.language,
      facts: { product, name: it.name, from, email, organization, wish },
      link: new URL(page, publicUrl).href,
    })
  }
  /** One mail, whether the person sets a first password, confirms with the one they have, or was given one. */
  const created: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.account(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const page = fact.inPassing?.['page'] ?? '/sign-in'
    const facts = {
      product,
      name: it.name,
      inviter: tx.by.name,
      organization: it.organization,
      role: it.role,
      setUp: page === '/reset',
      join: page === '/join',
      initial: page === '/sign-in' && !fact.inPassing?.['initial'] && !fact.inPassing?.['federated'],
      credentials: fact.inPassing?.['initial'] ?? '',
      federated: fact.inPassing?.['federated'] !== undefined,
      expires: inWords(new Date(fact.inPassing?.['expiresAt'] ?? tx.now), it.language),
    }
    await post(tx, fact, {
      kind: 'account_created',
      about: fact.target.id,
      to: it.email,
      language: it.language,
      facts,
      link: page === '/sign-in' ? new URL(page, publicUrl).href : linkTo(page, fact),
    })
  }
  const emailAsked: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const { email = '', token, expiresAt } = fact.inPassing ?? {}
    const byAdministrator = fact.after !== undefined && 'by' in fact.after && fact.after.by === 'administrator'
    const expires = inWords(new Date(expiresAt ?? tx.now), it.language)
    const facts = { product, name: it.name, requester: tx.by.name, byAdministrator, email, expires }
    const draft = { about: fact.target.id, language: it.language, facts }
    await post(tx, fact, { ...draft, kind: 'email_change_asked', to: it.email, link: null })
    if (token === undefined) return
    await post(tx, fact, { ...draft, kind: 'email_change', to: email, link: linkTo('/confirm-email', fact) })
  }
  const emailChanged: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const facts = { product, name: it.name, email: it.email, at: inWords(tx.now, it.language) }
    const to = fact.inPassing?.['before'] ?? it.email
    const { language } = it
    await post(tx, fact, { kind: 'email_changed', about: fact.target.id, to, language, facts, link: null })
  }
  const signedIn: Listener = async (tx, fact) => {
    const device = fact.inPassing?.['device']
    if (device === undefined) return
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const { address } = { address: '', ...(fact.after as Partial<EventFacts['user.signed_in']>) }
    const facts = { product, name: it.name, at: inWords(tx.now, it.language), device, address: address ?? '' }
    await post(tx, fact, {
      kind: 'new_sign_in',
      about: fact.target.id,
      to: it.email,
      language: it.language,
      facts,
      link: new URL('/profile', publicUrl).href,
    })
  }
  const locked: Listener = async (tx, fact) => {
    const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    const until = fact.after !== undefined && 'until' in fact.after ? fact.after.until : null
    const facts = {
      product,
      name: it.name,
      until: typeof until !== 'string' ? '' : inWords(new Date(until), it.language),
      factors: fact.inPassing?.['after'] === 'factors' ? 'factors' : '',
      forgotUrl: new URL('/forgot-password', publicUrl).href,
    }
    await post(tx, fact, {
      kind: 'account_locked',
      about: fact.target.id,
      to: it.email,
      language: it.language,
      facts,
      link: typeof until !== 'string' ? null : linkTo('/unlock', fact),
    })
  }
  /** What became of somebody's second factors, or linked sign-ins; `words` says which sentence of the mail it is. */
  const factorsChanged =
    (
      words: 'added' | 'removed' | 'allRemoved' | 'codesMade' | 'codeUsed' | 'disabled' | 'linked' | 'unlinked',
    ): Listener =>
    async (tx, fact) => {
      const after = { factor: '', connection: '', email: null, left: few + 1, mfaRequired: false, ...fact.after }
      if (words === 'codeUsed' && after.left > few) return
      // An account that was made for whoever came through a provider knows no other way yet.
      if (fact.inPassing?.['newcomer']) return
      const [it, { product }] = await together(store.receiver(tx, fact.target.id), inForceIn(tx))
      if (!it) return
      const facts = {
        product,
        name: it.name,
        requester: tx.by.name,
        at: inWords(tx.now, it.language),
        forgotUrl: new URL('/forgot-password', publicUrl).href,
        factor: after.factor || after.connection,
        email: after.email ?? '',
        left: String(after.left),
        required: after.mfaRequired,
        [words]: true,
      }
      const { email: to, language } = it
      await post(tx, fact, { kind: 'factors_changed', about: fact.target.id, to, language, facts, link: null })
    }
  return {
    'user.locked': locked,
    'factor.added': factorsChanged('added'),
    'factor.removed': factorsChanged('removed'),
    'factor.all_removed': factorsChanged('allRemoved'),
    'recovery_codes.made': factorsChanged('codesMade'),
    'recovery_codes.used': factorsChanged('codeUsed'),
    'user.mfa_disabled': factorsChanged('disabled'),
    'user.sign_in_linked': factorsChanged('linked'),
    'user.sign_in_unlinked': factorsChanged('unlinked'),
    'user.asked_for_change': asked,
    'user.created': created,
    'user.signed_in': signedIn,
    // To be confirmed like a new one where the address has another account; otherwise nothing is to be done.
    'user.reactivated': (tx, fact, type) => (fact.inPassing?.['page'] ? created(tx, fact, type) : Promise.resolve()),
    'user.email_change_requested': emailAsked,
    'user.email_changed': emailChanged,
    'invitation.created': invite,
    'invitation.resent': invite,
    'password.reset_requested': reset,
    'password.reset': changed,
    'password.changed': changed,
  }
}

async function orderMail(
  { sealingKey, configured, order }: Capabilities,
  tx: Tx,
  fact: Fact,
  draft: Draft,
): Promise<void> {
  const id = newId()
  const { subject, text, html } = render(draft.words ?? draft.kind, draft.language, draft.facts, draft.link)
  const sealed = seal(sealingKey, JSON.stringify({ text, html }), id)
  const status = configured ? 'queued' : 'kept'
  await store.insert(tx, {
    id,
    path: fact.at.path,
    kind: draft.kind,
    about: draft.about,
    recipient: draft.to,
    subject,
    sealed,
    status,
  })
  if (configured) await order(tx, { queue: mailQueueName, data: { mail: id, organization: fact.at.id } })
}

const languageOf = (text: string): Language => (text === 'de' ? 'de' : 'en')
/** In UTC and saying so: nobody knows yet where the receiver is. */
const inWords = (at: Date, language: Language) =>
  `${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`
