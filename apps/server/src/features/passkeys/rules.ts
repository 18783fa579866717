import { passkeys } from '@tenantry/contract'
import { placeOf } from '../../platform/value/address.ts'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Limit } from '../../platform/value/limit.ts'

const refuse = refusals(passkeys.signIn)
/** There is no account to count for before the answer is right; a signature cannot be guessed, only tried. */
export const tries = (address: string): Limit => ({ name: `passkey//${placeOf(address)}`, most: 300 })
export const mayTry = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refuse('sign_in_throttled', { retryAfter: wait })
/** Unknown, wrong, of somebody deactivated: one answer. */
export const isRight = <P>(passkey: P | undefined, right = true): Ruling<P> =>
  passkey !== undefined && right ? grant(passkey) : refuse('passkey_wrong')
