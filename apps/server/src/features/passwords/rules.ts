import { passwords } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { placeOf } from '../../platform/value/address.ts'
import { passwordRefusals } from '../identities/index.ts'
import { outranks } from '../roles/index.ts'

const resetMinutes = 60
export const resetEnd = (now: Date): Date => new Date(now.getTime() + resetMinutes * 60_000)
/** The first link of an account: its person was not waiting for it. */
export const setUpEnd = (now: Date): Date => new Date(now.getTime() + 7 * 86_400_000)

export interface StoredReset {
  readonly expires_at: Date
  readonly used_at: Date | null
}
/** `active`: the person still has an account that may sign in. */
export function mayUseReset<R extends StoredReset>(it: R | undefined, active: boolean, now: Date): Ruling<R> {
  const refuse = refusals(passwords.showReset)
  if (!it || !active) return refuse('reset_unknown')
  if (it.used_at) return refuse('reset_used')
  return it.expires_at <= now ? refuse('reset_expired') : grant(it)
}
export const refusedPassword = passwordRefusals(refusals(passwords.completeReset), 'password')

/**
 * A password opens every account of a person, so it takes the rank of the highest of them, wherever that is. For an
 * account that cannot sign in a new password would be of no use.
 */
export function maySendReset(
  { status, federated }: { status: string; federated: boolean },
  mine: readonly Grant[],
  theirsAnywhere: readonly Grant[],
): Ruling {
  const refuse = refusals(passwords.sendReset)
  if (!outranks(mine, theirsAnywhere)) return refuse('rank_too_low')
  if (status !== 'active') return refuse('user_inactive')
  return federated ? refuse('user_federated') : grant(undefined)
}

/** Mails per address and quarter of an hour; the answer stays the same beyond it. */
export const requestLimits = (email: string, address: string) => [
  { name: `reset/${email}`, most: 5 },
  { name: `reset//${placeOf(address)}`, most: 50 },
]
export const sendLimit = (actor: string, user: string) => ({ name: `send-reset/${actor}/${user}`, most: 5 })
export const maySendNow = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(passwords.sendReset)('reset_too_soon', { retryAfter: wait })
