/** The checks, in the order in which a sign-in meets them. A new one is a line in the list. Pure. */
import type { PolicyValue, Remedy, SignInCheck } from '@tenantry/contract'

export interface Account {
  readonly status: string
  readonly stopped: boolean
  /** Where the console is for the organization, if it has an address of its own. */
  readonly address: string | null
  /** Made for somebody with a password, who has not said yet that the account is theirs. */
  readonly joining: boolean
  readonly federatedOnly: boolean
  /** Nobody of the organization signs in by a password. */
  readonly organizationFederated: boolean
  /** A connection is on that leads to the account. */
  readonly connected: boolean
  readonly mfaRequired: boolean
  readonly hasFactor: boolean
  /** Infinity: until an administrator unlocks. */
  readonly lockedUntil: Date | number | null
  readonly hasPassword: boolean
  readonly mustChangePassword: boolean
  readonly passwordExpiresAt: Date | null
}
export interface Facts {
  readonly now: Date
  readonly account: Account | undefined
  readonly invitation: { readonly expiresAt: Date } | undefined
  readonly lockout: PolicyValue<'lockout'>
}
type Finding = Omit<SignInCheck, 'mayRemedy'>
type Made = Pick<Finding, 'state'> & Partial<Finding>
type Check = (account: Account, facts: Facts) => Made | null

const passed: Made = { state: 'passed' }
const failed = (detail: string | null, remedy: Remedy | null): Made => ({ state: 'failed', detail, remedy })
const noted = (detail: string | null, remedy: Remedy | null = null): Made => ({ state: 'noted', detail, remedy })

const takesPasswords = (it: Pick<Account, 'federatedOnly' | 'organizationFederated'>): boolean =>
  !it.federatedOnly && !it.organizationFederated

/** Null: the question does not arise. What is not the person's yet tells nothing of the person. */
const checks: readonly [SignInCheck['key'], Check][] = [
  ['account', () => passed],
  ['address', ({ address }) => (address === null ? null : noted(address))],
  ['organization', ({ stopped }) => (stopped ? failed(null, null) : passed)],
  [
    'active',
    ({ status }) => {
      if (status === 'active') return passed
      return failed(status, status === 'deleted' ? 'restore' : 'reactivate')
    },
  ],
  ['confirmed', ({ joining }) => (joining ? failed(null, 'send_reset') : passed)],
  [
    'locked',
    ({ joining, lockedUntil: until }, { now, lockout }) => {
      if (joining) return null
      if (until === null || (until instanceof Date && until <= now)) return passed
      return failed(
        until instanceof Date ? until.toISOString() : null,
        until instanceof Date && lockout.release === 'timed' ? null : 'unlock',
      )
    },
  ],
  [
    'federated',
    (account) => {
      if (takesPasswords(account)) return passed
      const { organizationFederated: everybody, connected } = account
      const detail = everybody ? 'federated_organization' : null
      return failed(connected ? detail : 'connection_missing', everybody ? null : 'allow_password')
    },
  ],
  [
    'password',
    (account) => {
      const { joining, hasPassword } = account
      if (joining || !takesPasswords(account)) return null
      return hasPassword ? noted(null, 'send_reset') : failed(null, 'send_reset')
    },
  ],
  [
    'initial_password',
    (account, { now }) => {
      const { joining, mustChangePassword, passwordExpiresAt: end } = account
      if (joining || !takesPasswords(account) || !mustChangePassword) return null
      return end === null || end <= now ? failed(null, 'send_reset') : noted(end.toISOString())
    },
  ],
  [
    'mfa',
    ({ joining, mfaRequired, hasFactor }) => {
      if (joining) return mfaRequired ? noted('mfa_required') : null
      if (hasFactor) return noted('mfa_enrolled')
      return mfaRequired ? noted('mfa_to_enrol') : null
    },
  ],
]

export function findingsOf(facts: Facts): Finding[] {
  const { account, invitation, now } = facts
  if (!account) {
    const pending = invitation && (invitation.expiresAt <= now ? 'invitation_expired' : 'invitation_open')
    return [{ key: 'account', ...failed(pending ?? null, pending ? 'resend_invitation' : 'invite') } as Finding]
  }
  return checks.flatMap(([key, check]) => {
    const made = check(account, facts)
    return made ? [{ key, detail: null, remedy: null, ...made }] : []
  })
}

/** The permission that a remedy takes; and whether it is done to the person, in all of their accounts. */
export const remedies: Readonly<Record<Remedy, { permission: string; person: boolean }>> = {
  invite: { permission: 'invitations.create', person: false },
  resend_invitation: { permission: 'invitations.create', person: false },
  restore: { permission: 'users.delete', person: false },
  reactivate: { permission: 'users.deactivate', person: false },
  allow_password: { permission: 'users.force_federated', person: false },
  unlock: { permission: 'users.unlock', person: true },
  send_reset: { permission: 'users.reset_password', person: true },
}
