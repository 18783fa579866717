import { invitations, type InvitationStatus, type PolicyValue } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { Node } from '../../platform/value/reach.ts'
import { passwordRefusals } from '../identities/index.ts'
import { decide, mayAssign, type Assignable } from '../roles/index.ts'

const lifetimeDays = 7
export const invitationEnd = (now: Date): Date => new Date(now.getTime() + lifetimeDays * 86_400_000)
/** Open invitations one organization may have at a time. */
export const mostOpen = 20_000

export interface Stored {
  readonly accepted_at: Date | null
  readonly revoked_at: Date | null
  readonly expires_at: Date
}
/**
 * Status is read from the dates, never stored, so it cannot fall behind the clock. `stands`: whoever sent it still could.
 */
export function statusAt(now: Date, it: Stored, stands = true): InvitationStatus {
  if (it.accepted_at) return 'accepted'
  if (it.revoked_at) return 'revoked'
  if (it.expires_at <= now) return 'expired'
  return stands ? 'pending' : 'withdrawn'
}

/** By the same rule as when it was made: an active account that may invite here, and give this role here. */
export const inviterStands = (
  theirs: readonly (Grant & { readonly assigns: readonly string[] })[],
  role: Assignable,
  at: Node,
): boolean =>
  decide(theirs, invitations.create.access, at).granted &&
  mayAssign(theirs, new Map(theirs.map((it) => [it.role, it.assigns])), role, at)

export function mayUse<I extends Stored & { readonly stopped: boolean }>(
  it: I | undefined,
  now: Date,
  stands = true,
): Ruling<I> {
  const refuse = refusals(invitations.open)
  if (!it) return refuse('invitation_unknown')
  if (it.stopped) return refuse('organization_stopped')
  const status = statusAt(now, it, stands)
  if (status === 'pending') return grant(it)
  if (status === 'withdrawn') return refuse('invitation_withdrawn')
  return refuse(status === 'expired' ? 'invitation_expired' : 'invitation_closed')
}

/** People come in through the organization's provider there. */
export const takesPassword = <I extends { readonly federated: boolean }>(it: I): Ruling<I> =>
  it.federated ? refusals(invitations.open)('organization_federated') : grant(it)

const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})
const create = refusals(invitations.create)

/** Who has this address in the organization already. */
export interface Account {
  readonly id: string
  readonly status: string
  readonly version: number
  /** No password opens it; an invitation is accepted with one. */
  readonly federated_only: boolean
  /** The inviter may alter them. */
  readonly outranked: boolean
}
/** The policies that decide about it. */
export interface JoinRules {
  readonly 'reinvite.deactivated': PolicyValue<'reinvite.deactivated'>
  readonly 'email.uniqueness': PolicyValue<'email.uniqueness'>
  readonly 'onboarding.modes': PolicyValue<'onboarding.modes'>
}
/** `open`: an invitation to the address that is neither used nor ended. */
export function mayInvite(
  account: Account | undefined,
  open: Stored | undefined,
  openInAll: number,
  rules: JoinRules,
  now: Date,
): Ruling {
  const isUser = mayAdd(account, rules)
  if (!isUser.granted) return isUser
  if (open && statusAt(now, open) === 'pending') {
    return create('invitation_pending', beside('email', 'invitation_pending', 'An invitation to this address is open.'))
  }
  return openInAll < mostOpen ? grant(undefined) : create('invitations_full')
}
/** A deactivated account comes back through an invitation by the policy alone, and never above the inviter's rank. */
export function mayAdd(account: Account | undefined, rules: JoinRules): Ruling {
  if (account?.status === 'active') return create('user_exists', beside('email', 'user_exists', 'Already a user here.'))
  const { 'reinvite.deactivated': rule } = rules
  if (account && (rule === 'refuse' || (rule === 'reactivate' && account.federated_only)))
    return create('user_exists_inactive', beside('email', 'user_exists_inactive', 'A deactivated user here.'))
  if (account && !account.outranked) return create('rank_too_low')
  return grant(undefined)
}
/**
 * `elsewhere`: paths of organizations where the address has an active account. Granted with true: it is taken, which the
 * inviter must not learn; the person is told by mail instead of getting a link. Who can see that account is told.
 */
export function mayBeTaken(
  elsewhere: readonly string[],
  rules: JoinRules,
  sees: (path: string) => boolean,
): Ruling<boolean> {
  if (rules['email.uniqueness'] === 'organization' || !elsewhere.length) return grant(false)
  if (!elsewhere.some(sees)) return grant(true)
  return create('email_taken', beside('email', 'email_taken', 'This address has an account elsewhere.'))
}
export const roleUnknown = () => create('role_unknown', beside('role', 'role_unknown', 'There is no such role here.'))
export const roleNotAssignable = () =>
  create('role_not_assignable', beside('role', 'role_not_assignable', 'This role is above what you may give.'))

/** Nobody could use the link. */
export const mayInviteTo = (stopped: boolean): Ruling => (stopped ? create('organization_stopped') : grant(undefined))
/** Asked when a link is sent and again when it is used: the policy says how people come in now. */
export const mayComeByLink = (modes: PolicyValue<'onboarding.modes'>): Ruling =>
  modes.includes('link') ? grant(undefined) : create('invitations_off')

export const exists = <I>(it: I | undefined): Ruling<I> =>
  it === undefined ? refusals(invitations.show)('invitation_unknown') : grant(it)

/** An expired one may be sent again; one that was used or ended may not. */
export function mayResend(it: Stored, now: Date): Ruling {
  const status = statusAt(now, it)
  return status === 'pending' || status === 'expired'
    ? grant(undefined)
    : refusals(invitations.resend)('invitation_closed')
}
export const mayResendNow = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(invitations.resend)('resend_too_soon', { retryAfter: wait })
export const mayInviteNow = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : create('invitation_too_soon', { retryAfter: wait })
export const mayCancel = (it: Stored, now: Date): Ruling =>
  mayResend(it, now).granted ? grant(undefined) : refusals(invitations.cancel)('invitation_closed')

const accept = refusals(invitations.accept)
export const mayProve = (right: boolean): Ruling =>
  right
    ? grant(undefined)
    : accept('password_wrong', beside('password', 'password_wrong', 'This is not your password.'))
export const mayTryPassword = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : accept('sign_in_throttled', { retryAfter: wait })
/** How somebody joins: in a new account, in one that replaces the deactivated one, or in that one again. */
export type Joining = 'new' | 'replace' | 'reactivate'
export function mayJoin(account: { status: string } | undefined, rules: JoinRules): Ruling<Joining> {
  if (!account) return grant<Joining>('new')
  const { 'reinvite.deactivated': how } = rules
  return account.status === 'active' || how === 'refuse' ? accept('user_exists') : grant<Joining>(how)
}
/** The way that was found before the password was hashed is still the one. */
export function mayJoinAs(how: Joining, status: string | null, rules: JoinRules): Ruling {
  const now = mayJoin(status === null ? undefined : { status }, rules)
  return now.granted && now.value !== how ? accept('user_exists') : now.granted ? grant(undefined) : now
}
/** Nothing happened to the deactivated account since whoever invited it was found to be of its rank. */
export const isAsInvited = (account: { status: string; version: number }, foundVersion: number | null): Ruling =>
  account.status !== 'active' && account.version === foundVersion ? grant(undefined) : accept('user_exists')
export const mayHaveAnother = (elsewhere: boolean, rules: JoinRules): Ruling =>
  elsewhere && rules['email.uniqueness'] === 'installation' ? accept('account_elsewhere') : grant(undefined)
export const refusedPassword = passwordRefusals(accept, 'password')
