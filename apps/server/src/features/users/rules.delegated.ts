/** Who may make, place, move, restrict and remove whom. */
import { users, type PolicyValue } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import { isWithin, type Node } from '../../platform/value/reach.ts'
import { passwordRefusals } from '../identities/index.ts'
import { allowedBy, outranks } from '../roles/index.ts'
import type { Target } from './rules.ts'

const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})
const create = refusals(users.create)
const move = refusals(users.move)

/** The policies that say how people come in. */
export interface OnboardingRules {
  readonly 'onboarding.modes': PolicyValue<'onboarding.modes'>
  readonly 'password.admin_set': PolicyValue<'password.admin_set'>
}
/** Credentials are a way of their own; a link or a password that the maker chose are the direct one. */
export function mayOnboard(
  asked: { credentials: boolean; password: boolean },
  { 'onboarding.modes': modes, 'password.admin_set': chosen }: OnboardingRules,
): Ruling {
  if (asked.credentials && !modes.includes('credentials')) return create('credentials_off')
  if (!asked.credentials && !modes.includes('direct')) return create('creation_off')
  if (asked.password && (asked.credentials || chosen === 'never'))
    return create(
      'initial_password_off',
      beside('password', 'initial_password_off', 'Nobody chooses a password for somebody else here.'),
    )
  return grant(undefined)
}
/** `account`: who has this address in the organization already. */
export function mayCreate(account: { status: string } | undefined, invited: boolean): Ruling {
  if (account?.status === 'active') return create('user_exists', beside('email', 'user_exists', 'Already a user here.'))
  if (account)
    return create('user_exists_inactive', beside('email', 'user_exists_inactive', 'A deactivated user here.'))
  return invited
    ? create('invitation_pending', beside('email', 'invitation_pending', 'An invitation to this address is open.'))
    : grant(undefined)
}
/** Counted as one thing, whether an address is invited or made a user: either answer tells whether it is one. */
export const addressLimit = (path: string, email: string) => ({ name: `invite/${path}/${email}`, most: 20 })
/** Each costs a hash: one maker cannot keep everybody who signs in waiting behind theirs. */
export const hashLimit = (maker: string) => ({ name: `create/${maker}`, most: 60 })
export const mayCreateNow = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : create('creation_too_soon', { retryAfter: wait })
export const refusedPassword = passwordRefusals(create, 'password')
export const isScope = (node: Node | undefined): Ruling<Node> =>
  node ? grant(node) : create('scope_unknown', beside('scope', 'scope_unknown', 'There is no such place here.'))

/** A password that opens nothing is not given. */
export const mayGivePassword = (given: boolean, rule: PolicyValue<'signin.federated_only'>): Ruling =>
  given && rule === 'on'
    ? create('organization_federated', beside('password', 'organization_federated', 'No password is taken here.'))
    : grant(undefined)
/** Nobody could sign in to it. */
export const mayCreateAt = (stopped: boolean): Ruling => (stopped ? create('organization_stopped') : grant(undefined))
/**
 * `elsewhere`: where the address has an active account. Who can see one is told that it is taken; anybody else makes an
 * account like any other, which its person cannot confirm while the other one is active.
 */
export function mayBeMade(
  elsewhere: readonly string[],
  uniqueness: PolicyValue<'email.uniqueness'>,
  mine: readonly Grant[],
): Ruling {
  if (uniqueness === 'organization' || !seesOne(elsewhere, mine)) return grant(undefined)
  return create('email_taken', beside('email', 'email_taken', 'This address has an account elsewhere.'))
}
/** An account that comes back is told of as little: true where its person confirms it first, as they would a new one. */
export function mayComeBack(
  elsewhere: readonly string[],
  uniqueness: PolicyValue<'email.uniqueness'>,
  mine: readonly Grant[],
): Ruling<boolean> {
  if (uniqueness === 'organization' || !elsewhere.length) return grant(false)
  return seesOne(elsewhere, mine) ? refusals(users.reactivate)('email_taken') : grant(true)
}
const seesOne = (paths: readonly string[], mine: readonly Grant[]) =>
  paths.some((path) => allowedBy(mine, 'users.read', path) !== undefined)

/**
 * Needs the permission at both places, by one grant: the transaction that reaches both reaches no further than that
 * grant does. A place beyond every grant answers like one that does not exist.
 */
export function mayMoveTo(mine: readonly Grant[], from: Node, to: Node | undefined): Ruling<Node> {
  const unknown = beside('to', 'destination_unknown', 'There is no such organization.')
  if (!to || !mine.some((it) => isWithin(to.path, it.path))) return move('destination_unknown', unknown)
  if (to.id === from.id) return move('destination_same')
  const both = mine.filter((it) => isWithin(from.path, it.path))
  return allowedBy(both, 'users.move', to.path) ? grant(to) : move('destination_forbidden')
}
/** A role that stays as it was given goes along as it is. */
export const mayBring = (stopped: boolean, changes: boolean, rule: PolicyValue<'roles.change'>): Ruling => {
  if (stopped) return move('organization_stopped')
  return changes && rule === 'immutable' ? move('role_immutable') : grant(undefined)
}
export function mayMove(
  actor: Actor,
  target: Target & { readonly replaced_by: string | null },
  account: unknown,
  losesAdministrator: boolean,
  left: number,
): Ruling {
  if (target.id === actor.user) return move('user_own')
  if (!outranks(actor.grants, target.grants)) return move('rank_too_low')
  // It goes along with the account that took its place, and with nothing else.
  if (target.replaced_by !== null) return move('user_replaced')
  if (losesAdministrator && target.status === 'active' && left === 0) return move('administrator_last')
  return account === undefined ? grant(undefined) : move('user_exists')
}

type Removal = PolicyValue<'user.removal'>
export function mayRemove(
  actor: Actor,
  target: Target,
  administrator: boolean,
  left: number,
  { mode }: Removal,
): Ruling {
  const refuse = refusals(users.remove)
  if (target.id === actor.user) return refuse('user_own')
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  if (administrator && target.status === 'active' && left === 0) return refuse('administrator_last')
  if (mode === 'off') return refuse('removal_off')
  return mode === 'restorable' && target.status === 'deleted' ? refuse('user_deleted') : grant(undefined)
}
/** Until when somebody can be restored; null: not at all. A replaced account is history, which has no time of its own. */
export const purgeTime = (now: Date, { mode, days }: Removal, replaced: boolean): Date | null =>
  mode === 'restorable' && !replaced ? new Date(now.getTime() + days * 86_400_000) : null
/** The time counts, not whether the job that removes them came by. */
export function mayRestore(actor: Actor, target: Target & { readonly purge_at: Date | null }, now: Date): Ruling {
  const refuse = refusals(users.restore)
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  return target.status === 'deleted' && target.purge_at && target.purge_at > now
    ? grant(undefined)
    : refuse('user_not_deleted')
}
/** Where locks end by time and mail alone, administrators leave them; one without end is theirs to end, by whatever rule. */
export const mayUnlock = ({ release }: PolicyValue<'lockout'>, until: Date | number | null): Ruling =>
  release === 'timed' && typeof until !== 'number' ? refusals(users.unlock)('unlock_off') : grant(undefined)
/** What somebody must do to sign in is for others to say. */
export function mayRestrict(actor: Actor, target: Target, losesAdministrator: boolean, left: number): Ruling {
  const refuse = refusals(users.forceFederated)
  if (target.id === actor.user) return refuse('user_own')
  if (!outranks(actor.grants, target.grants)) return refuse('rank_too_low')
  return losesAdministrator && target.status === 'active' && left === 0
    ? refuse('administrator_last')
    : grant(undefined)
}
