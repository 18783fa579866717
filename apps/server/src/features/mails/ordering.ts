/** Mails follow from events, in the event's own transaction: what was rolled back is never told to anybody. */
import type { EventType, Language } from '@tenantry/contract'
import { together } from '../../platform/db/together.ts'
import { seal } from '../../platform/crypto/keys.ts'
import type { Fact, Listener, Tx } from '../../platform/db/scope.ts'
import { newId } from '../../platform/value/ids.ts'
import type { Order } from '../../platform/jobs/queue.ts'
import { inForceIn } from '../blueprint/index.ts'
import { type Draft, drafts } from './drafts.ts'
import { render } from './render.ts'
import * as store from './store.ts'

export interface Capabilities {
  /** Where the console is, for links. */
  readonly publicUrl: URL
  readonly sealingKey: Buffer
  /** False: mails are kept to be read in the console. */
  readonly configured: boolean
  readonly order: (tx: Tx, order: Order) => Promise<void>
}
export const mailQueueName = 'mails'

/** Whom a mail goes to, by what it is about; `receiver` unless it stands here. */
const receivers: Partial<Record<EventType, (tx: Tx, target: string) => Promise<store.Receiver | undefined>>> = {
  'invitation.created': store.invitation,
  'invitation.resent': store.invitation,
  'user.created': store.account,
  'user.reactivated': store.account,
}

export const mailsOf =
  (capabilities: Capabilities): Listener =>
  async (tx, type, fact) => {
    const letters = [drafts[type]?.(fact) ?? []].flat()
    if (letters.length === 0) return
    const receiver = receivers[type] ?? store.receiver
    const [it, { product }] = await together(receiver(tx, fact.target.id), inForceIn(tx))
    if (!it) return
    for (const letter of letters) await post(capabilities, tx, fact, letter, it, product)
  }

async function post<T extends EventType>(
  { publicUrl, sealingKey, configured, order }: Capabilities,
  tx: Tx,
  fact: Fact<T>,
  { kind, words = kind, facts, link, to }: Draft,
  { email, language, ...receiver }: store.Receiver,
  product: string,
): Promise<void> {
  const id = newId()
  const forgotUrl = new URL('/forgot-password', publicUrl).href
  const all = Object.entries({ ...receiver, product, actor: tx.by.name, at: tx.now, forgotUrl, ...facts })
  const said = Object.fromEntries(all.map(([key, it]) => [key, it instanceof Date ? inWords(it, language) : it]))
  const { subject, text, html } = render(words, language, said, link === null ? null : new URL(link, publicUrl).href)
  const sealed = seal(sealingKey, JSON.stringify({ text, html }), id)
  const status = configured ? 'queued' : 'kept'
  const about = fact.target.id
  await store.insert(tx, { id, path: fact.at.path, kind, about, recipient: to ?? email, subject, sealed, status })
  if (configured) await order(tx, { queue: mailQueueName, data: { mail: id, organization: fact.at.id } })
}

/** In UTC and saying so: nobody knows yet where the receiver is. */
const inWords = (at: Date, language: Language) =>
  `${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`
