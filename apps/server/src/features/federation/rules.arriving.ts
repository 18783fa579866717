/** Who it is that a provider vouches for, where they come in, and in what role. Pure. */
import { federation } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { isWithin } from '../../platform/value/reach.ts'
import { outranks } from '../roles/index.ts'

const refuse = refusals(federation.finish)
export const isOpened = <A>(account: A | undefined): Ruling<A> =>
  account === undefined ? refuse('account_unavailable') : grant(account)
/** An invitation is for one address. */
export const isAddressed = (right: boolean): Ruling => (right ? grant(undefined) : refuse('address_differs'))

/** What a provider says of somebody, as far as it is of the right form. */
export interface Vouched {
  readonly subject: string
  readonly email: string | null
  /** It says that the address is theirs. */
  readonly verified: boolean
  /** Values of the claim that roles are given for. */
  readonly values: readonly string[]
}
/** Whom an address belongs to already. */
export interface Known {
  /** Homes of all their accounts, deactivated ones too. */
  readonly homes: readonly string[]
  readonly grants: readonly Grant[]
  /** Another subject of this provider is them. */
  readonly linked: boolean
  /** They were made by others, and nothing of it is theirs before they come. */
  readonly anew: boolean
}
export interface There {
  readonly path: string
  readonly status: string
  readonly stopped: boolean
  /** Made for them, and they have not said yet that it is theirs. */
  readonly joining: boolean
}
export interface Asked {
  readonly identity_id: string | null
  readonly account_id: string | null
}
export interface RoleMapping {
  readonly value: string
  readonly role: string
}
export interface Facts<A extends There, I extends Asked> {
  readonly who: Vouched
  readonly connection: {
    readonly org_path: string
    readonly role_map: readonly RoleMapping[]
    readonly default_role: string | null
    readonly newcomers: boolean
  }
  /** Whose the subject is; null: it is linked to nobody. */
  readonly linked: string | null
  /** Whoever has the address, where the subject is linked to nobody. */
  readonly known: (Known & { readonly identity: string }) | undefined
  /** The domain of the address is shown to be the organization's. */
  readonly speaks: boolean
  /** What whoever set the connection up holds. */
  readonly setter: readonly Grant[]
  /** All accounts of the person. */
  readonly accounts: readonly A[]
  /** One that is open; `shown`: the person has its link. */
  readonly invitation: { readonly it: I; readonly shown: boolean } | undefined
}
export type Arrives<A, I> =
  /** Into an account that is there, of somebody linked before. */
  | { readonly kind: 'linked'; readonly account: A }
  /** The same, of somebody known by the address, and linked from now on. */
  | { readonly kind: 'known'; readonly account: A }
  | { readonly kind: 'invited'; readonly invitation: I }
  | { readonly kind: 'new'; readonly role: string }

/** Where they are invited, in the role they are invited to; where they have an account; else where newcomers get one. */
export function arrivalOf<A extends There, I extends Asked>(facts: Facts<A, I>): Ruling<Arrives<A, I>> {
  const { who, connection, linked, known, speaks, setter, accounts, invitation } = facts
  if (linked === null) {
    const taken = mayTakeFor(who, speaks || invitation?.shown === true, known, connection.org_path, setter)
    if (!taken.granted) return taken
  }
  const identity = linked ?? known?.identity ?? null
  const there = accounts.filter((it) => isWithin(it.path, connection.org_path))
  const open = there.filter((it) => it.status === 'active' && !it.stopped)
  const account = open.find((it) => !it.joining) ?? open[0]
  const asked = invitation && isInvited(invitation.it, identity) ? invitation : undefined
  if (asked && (asked.shown || !account)) return grant({ kind: 'invited', invitation: asked.it })
  if (account) return grant(linked === null ? { kind: 'known', account } : { kind: 'linked', account })
  const wanted = roleFor(connection.role_map, who.values, connection.default_role)
  const role = mayCome(connection.newcomers, wanted, there.length > 0, identity !== null && known?.anew !== true)
  return role.granted ? grant({ kind: 'new', role: role.value }) : role
}

/** `identity`: who came; null for somebody whom nobody knows. An account that is there is not replaced by a provider's word. */
const isInvited = (it: Asked, identity: string | null): boolean => it.identity_id === identity && it.account_id === null

/**
 * Who comes for the first time is somebody known without another proof only where the provider speaks for the domain of
 * the address, all that the person has lies within its organization (nothing,
 * where others made them and they never read their mailbox), and whoever set the connection up outranks them;
 * or nobody at all. In every other case one answer: sign in as before, and link it there.
 */
function mayTakeFor(
  who: Vouched,
  speaksForDomain: boolean,
  known: Known | undefined,
  within: string,
  setter: readonly Grant[],
): Ruling<'known' | 'new'> {
  if (who.email === null || !who.verified || !speaksForDomain) return refuse('link_missing')
  if (!known) return grant('new')
  const contained = known.homes.every((home) => isWithin(home, within))
  return contained && (known.anew || known.homes.length) && !known.linked && outranks(setter, known.grants)
    ? grant('known')
    : refuse('link_missing')
}
/** `there`: any account of theirs within the organization, also one that was deactivated: it is not made anew. */
function mayCome(newcomers: boolean, role: string | null, there: boolean, known: boolean): Ruling<string> {
  if (there) return refuse('account_unavailable')
  if (!newcomers) return refuse(known ? 'account_unavailable' : 'link_missing')
  return role === null ? refuse('account_unavailable') : grant(role)
}
/** Asked of whoever set the role, as they are now. */
export const mayConfer = <R>(role: R | undefined): Ruling<R> =>
  role === undefined ? refuse('account_unavailable') : grant(role)
/** `told`: it is theirs. Of what others made elsewhere nobody learns by a provider's word that it is there. */
export const mayHaveAnother = (elsewhere: boolean, uniqueness: 'installation' | 'organization', told = true): Ruling =>
  elsewhere && uniqueness === 'installation' ? refuse(told ? 'account_elsewhere' : 'link_missing') : grant(undefined)

export const roleFor = (map: readonly RoleMapping[], values: readonly string[], otherwise: string | null) =>
  map.find((it) => values.includes(it.value))?.role ?? otherwise
