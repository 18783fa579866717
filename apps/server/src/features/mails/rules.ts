import { mails, type MailStatus } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

/** Seconds between one attempt and the next; the last one repeats until the mail is given up. */
const pauses = [5, 15, 60, 300, 900, 1800, 3600]
const givenUpAfterHours = 72

export const pauseAfter = (attempts: number): number => pauses[Math.min(attempts, pauses.length) - 1] ?? 5
/** What a try left behind. */
export function statusAfter(outcome: 'taken' | 'later' | 'never', createdAt: Date, now: Date): MailStatus {
  if (outcome === 'taken') return 'sent'
  const givenUp = now.getTime() - createdAt.getTime() > givenUpAfterHours * 3_600_000
  return outcome === 'never' || givenUp ? 'failed' : 'deferred'
}
export const exists = <M>(it: M | undefined): Ruling<M> =>
  it === undefined ? refusals(mails.show)('mail_unknown') : grant(it)
/**
 * Kept mails may be read, others hold links that are for their receiver alone. `readable`: by
 * somebody who may read mails from the top of the tree on, because a link opens every account of its receiver.
 */
export const mayRead = <B>(readable: boolean, status: string, sealed: B | null): Ruling<B> =>
  readable && status === 'kept' && sealed !== null ? grant(sealed) : refusals(mails.show)('mail_not_kept')
