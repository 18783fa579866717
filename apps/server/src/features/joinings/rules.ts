import { joinings, type PolicyValue } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import { passwordRefusals } from '../identities/index.ts'

const refuse = refusals(joinings.confirm)
const beside = (code: string, message: string) => ({ fields: [{ path: 'body.password', code, message }] })

export function mayJoin<J extends { readonly until: Date; readonly stopped: boolean }>(
  it: J | undefined,
  now: Date,
): Ruling<J> {
  if (!it) return refuse('joining_unknown')
  if (it.stopped) return refuse('organization_stopped')
  return it.until <= now ? refuse('joining_expired') : grant(it)
}
export const mayProve = (right: boolean): Ruling =>
  right ? grant(undefined) : refuse('password_wrong', beside('password_wrong', 'This is not your password.'))
export const mayTryPassword = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refuse('sign_in_throttled', { retryAfter: wait })
export const mayHaveAnother = (elsewhere: boolean, uniqueness: PolicyValue<'email.uniqueness'>): Ruling =>
  elsewhere && uniqueness === 'installation' ? refuse('account_elsewhere') : grant(undefined)
export const refusedPassword = passwordRefusals(refuse, 'password')
