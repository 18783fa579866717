import { profile } from '@tenantry/contract'
import { passwordRefusals } from '../identities/index.ts'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

const refuse = refusals(profile.changePassword)
const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})

export function mayChangePassword(right: boolean, same: boolean): Ruling {
  if (!right)
    return refuse('password_wrong', beside('currentPassword', 'password_wrong', 'This is not the current password.'))
  if (same)
    return refuse(
      'password_unchanged',
      beside('newPassword', 'password_unchanged', 'This is the password that is in use.'),
    )
  return grant(undefined)
}
export const refusedPassword = passwordRefusals(refuse, 'newPassword')
export const mayTryPassword = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refuse('password_throttled', { retryAfter: wait })

export const wishLimit = (user: string) => ({ name: `change-request/${user}`, most: 5 })
export const mayAskAgain = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(profile.requestChange)('change_too_soon', { retryAfter: wait })
export const isAbove = (administrators: readonly unknown[]): Ruling =>
  administrators.length ? grant(undefined) : refusals(profile.requestChange)('change_nobody_above')

/** `openable`: a first one may be set, and would open an account. */
export const passwordState = (opens: boolean, has: boolean, openable: boolean): 'set' | 'none' | 'closed' =>
  opens ? 'set' : has || !openable ? 'closed' : 'none'
