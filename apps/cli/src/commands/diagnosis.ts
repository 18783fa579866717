/** What `tenantry user diagnose` says: each check in a sentence, and the command or the act that helps. */
import type { Remedy, SignInCheck, SignInReason } from '@tenantry/contract'
import { moment } from '../output.ts'

/** What is so, and what is wrong where it is not. */
const sentences: Readonly<Record<SignInCheck['key'], readonly [passed: string, failed: string]>> = {
  account: ['There is an account', 'There is no account'],
  address: ['Where they sign in', 'Where they sign in'],
  organization: ['The organization is running', 'The organization is suspended or deleted: nobody of it signs in'],
  active: ['The account is active', 'The account is not active'],
  confirmed: ['The person confirmed the account', 'The person has not confirmed the account from their mail'],
  locked: ['Not locked out', 'Locked out after failed sign-ins'],
  federated: ['A password may be used', 'Federated Only: no password opens this account'],
  password: ['They have a password', 'They have no password yet'],
  initial_password: ['A one-time password waits to be used', 'The one-time password was used or has expired'],
  mfa: ['Second factor', 'Second factor'],
}
const reasons: Readonly<Record<SignInReason, string>> = {
  invitation_open: 'an invitation is open',
  invitation_expired: 'the invitation has expired',
  inactive: 'deactivated',
  deleted: 'deleted, and restorable for a time',
  federated_organization: 'a rule of the organization',
  connection_missing: 'and no connection to a provider is on that leads there',
  mfa_required: 'required of them',
  mfa_enrolled: 'they have one, and must show it',
  mfa_to_enrol: 'required; they set one up at the next sign-in',
}
const remedies: Readonly<Record<Remedy, string>> = {
  invite: 'tenantry invite create',
  resend_invitation: 'tenantry invite resend',
  restore: 'tenantry user restore',
  reactivate: 'tenantry user reactivate',
  unlock: 'Unlock, in the console',
  allow_password: 'Federated Only, in the console',
  send_reset: 'Reset password, in the console',
}
const marks = { passed: 'ok  ', noted: 'note', failed: 'FAIL' } as const

export function diagnosisLines(checks: readonly SignInCheck[]): string[] {
  const lines = checks.map(({ key, state, reason, until, address, remedy, mayRemedy }) => {
    const [passed, failed] = sentences[key]
    const said = [reason && reasons[reason], until && `until ${moment(until)} UTC`, address].filter(Boolean).join(', ')
    const helps = remedy && mayRemedy && state === 'failed' ? `; helps: ${remedies[remedy]}` : ''
    return `${marks[state]}  ${state === 'failed' ? failed : passed}${said ? `: ${said}` : ''}${helps}`
  })
  const wrong = checks.some((it) => it.state === 'failed')
  return wrong ? lines : [...lines, 'Nothing stands in the way. A wrong password is the likeliest reason.']
}
