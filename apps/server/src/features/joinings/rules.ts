import { joinings } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

const refuse = refusals(joinings.confirm)
const beside = (code: string, message: string) => ({ fields: [{ path: 'body.password', code, message }] })

export function mayJoin<J extends { readonly until: Date }>(it: J | undefined, now: Date): Ruling<J> {
  if (!it) return refuse('joining_unknown')
  return it.until <= now ? refuse('joining_expired') : grant(it)
}
export const mayProve = (right: boolean): Ruling =>
  right ? grant(undefined) : refuse('password_wrong', beside('password_wrong', 'This is not your password.'))
export const mayTryPassword = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refuse('sign_in_throttled', { retryAfter: wait })
export const passwordRefusals = {
  tooShort: refuse('password_too_short', beside('password_too_short', 'At least 15 characters.')),
  tooWeak: refuse('password_too_weak', beside('password_too_weak', 'This password is easily guessed.')),
}
