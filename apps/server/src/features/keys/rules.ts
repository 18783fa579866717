import { keys } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Actor } from '../../platform/value/actor.ts'

/** Of one user: each is looked after by hand. */
const mostKeys = 20
const day = 86_400_000
export const keyEnd = (now: Date, days: number): Date => new Date(now.getTime() + days * day)

export const mayCreate = (open: number): Ruling =>
  open < mostKeys ? grant(undefined) : refusals(keys.create)('keys_full')

/** A key that fell into wrong hands must not end the others. */
export const mayRevoke = (actor: Actor, key: string): Ruling =>
  actor.byKey && actor.session !== key ? refuseCommon('key_not_enough') : grant(undefined)

export const existed = <T>(revoked: T | undefined): Ruling<T> =>
  revoked === undefined ? refusals(keys.revoke)('key_unknown') : grant(revoked)
