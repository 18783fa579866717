import { addresses } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import { allowedBy, outranks } from '../roles/index.ts'

/** As long as somebody may need to get at the new mailbox. */
export const changeEnd = (now: Date): Date => new Date(now.getTime() + 24 * 3_600_000)
const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})
const own = refusals(addresses.changeOwn)
const other = refusals(addresses.change)

export const isAnother = (before: string, after: string): Ruling =>
  before === after
    ? own('email_unchanged', beside('email', 'email_unchanged', 'This is the address in use.'))
    : grant(undefined)

/** `alone`: on nothing but a provider's word it is asked for by whoever has nothing elsewhere, which would go along. */
export const mayAsk = (alone: boolean): Ruling => (alone ? grant(undefined) : refuseCommon('proof_required'))

/** The address signs in to every account of a person, so it takes the rank of the highest of them, wherever that is. */
export function mayChange(actor: Actor, target: { id: string; identity_id: string }, theirs: readonly Grant[]): Ruling {
  if (target.identity_id === actor.identity) return other('user_own')
  return outranks(actor.grants, theirs) ? grant(undefined) : other('rank_too_low')
}
/** Nobody has said yet that this account is theirs: nothing of the person is the maker's to change. */
export const isConfirmed = (joining: boolean): Ruling => (joining ? other('rank_too_low') : grant(undefined))
/** A change may be cancelled by whoever might ask for it. */
export const mayCancelChange = <C>(pending: C | undefined): Ruling<C> =>
  pending === undefined ? refusals(addresses.cancelOwn)('email_change_none') : grant(pending)
export const mayChangeNow = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : other('email_change_too_soon', { retryAfter: wait })

/** Whoever ordered it could still: they may have lost the right since, and the person may have risen above them. */
export const requesterStands = (requester: readonly Grant[], theirs: readonly Grant[], home: string): boolean =>
  allowedBy(requester, addresses.change.access, home) !== undefined && outranks(requester, theirs)

export interface StoredChange {
  readonly expires_at: Date
  readonly used_at: Date | null
}
export function mayConfirm<C extends StoredChange>(it: C | undefined, now: Date): Ruling<C> {
  const refuse = refusals(addresses.confirm)
  if (!it) return refuse('email_change_unknown')
  if (it.used_at) return refuse('email_change_used')
  return it.expires_at <= now ? refuse('email_change_expired') : grant(it)
}
