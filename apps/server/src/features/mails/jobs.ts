import { unseal } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Transact, type Tx } from '../../platform/db/scope.ts'
import type { Order, QueueSpec } from '../../platform/jobs/queue.ts'
import { publicId } from '../../platform/value/ids.ts'
import type { MailTransport } from '../../platform/mail/transport.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { mailQueueName } from './ordering.ts'
import { pauseAfter, statusAfter } from './rules.ts'
import * as store from './store.ts'

/** Repetitions are ours (each mail says when its next attempt is); the queue's own are for workers that vanish. */
export const mailQueue: QueueSpec = {
  name: mailQueueName,
  retryLimit: 20,
  retryDelay: 5,
  retryDelayMax: 600,
  expireInSeconds: 120,
}
export interface MailOrder {
  readonly mail: string
  readonly organization: string
}
export interface Capabilities {
  readonly lookup: Lookup
  readonly transact: Transact
  readonly transport: MailTransport
  readonly sealingKey: Buffer
  readonly now: () => Date
  readonly orderLater: (tx: Tx, order: Order, seconds: number) => Promise<void>
}
/** Without a mail server: what was still to be sent by the one before is kept and can be read, as if ordered today. */
export const keepWaitingMails = (transact: Transact, now: Date): Promise<number> =>
  transact({ reach: subtreeOf(rootPath), by: byProduct, now }, store.keepWaiting)

/** Gives one mail to the mail server and notes the answer. Done twice only if the process dies between the two. */
export const sendOrderedMail =
  ({ lookup, transact, transport, sealingKey, now, orderLater }: Capabilities) =>
  async ({ mail, organization }: MailOrder): Promise<void> => {
    const [place] = await lookup<{ path: string }>(store.pathStatement, [organization])
    if (!place) return // the organization is gone, and the mail with it
    const within = <T>(work: (tx: Tx) => Promise<T>) =>
      transact({ reach: subtreeOf(place.path), by: byProduct, now: now() }, work)
    const it = await within((tx) => store.find(tx, mail))
    if (!it?.sealed_content || (it.status !== 'queued' && it.status !== 'deferred')) return
    const content = JSON.parse(unseal(sealingKey, it.sealed_content, mail)) as { text: string; html: string }
    const { outcome, answer } = await transport.send({
      id: publicId('mail', mail),
      to: it.recipient,
      subject: it.subject,
      ...content,
    })
    await within(async (tx) => {
      const attempts = it.attempts + 1
      const status = statusAfter(outcome, it.created_at, tx.now)
      const pause = pauseAfter(attempts)
      const nextAttemptAt = status === 'deferred' ? new Date(tx.now.getTime() + pause * 1000) : null
      await store.note(tx, mail, { status, attempts, answer, nextAttemptAt })
      if (nextAttemptAt) await orderLater(tx, { queue: mailQueueName, data: { mail, organization } }, pause)
    })
  }
