/** Scopes, moves, restrictions, removal: what administrators do with accounts below their own rank. */
import type { users } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { innerId } from '../../platform/value/ids.ts'
import type { Node } from '../../platform/value/reach.ts'
import { versionIs } from '../../platform/value/version.ts'
import { isStopped, lockOrganization } from '../organizations/index.ts'
import type { Policies } from '../policies/index.ts'
import { assignable } from '../roles/index.ts'
import { scopeWithin } from './creating.ts'
import { lockTarget, lockWithStanding, recordOf, reread } from './holding.ts'
import {
  mayBring,
  mayMove,
  mayMoveTo,
  mayRemove,
  mayRestore,
  mayRestrict,
  mayUnlock,
  purgeTime,
} from './rules.delegated.ts'
import { present } from './present.ts'
import { mayAlter, mayChangeRole, mayGoWithout, roleNotAssignable, roleUnknown } from './rules.ts'
import * as delegated from './store.delegated.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly policies: Policies
  /** Ends what a user opened without a connection, sessions and keys, in this transaction. */
  readonly endSessionsOf: (tx: Tx, user: string) => Promise<number>
  readonly endUnfederatedOf: (tx: Tx, user: string) => Promise<unknown>
  /** The same of users who came to another home, where nothing but federation is taken there. */
  readonly endUnfederatedMoved: (tx: Tx, moved: { users: readonly string[] }) => Promise<unknown>
  /** Ends the locks of a person after failed sign-ins, and what was counted towards one, in this transaction. */
  readonly endLockout: (tx: Tx, person: { id: string; email: string }) => Promise<unknown>
  /** Ends the open password links of a person whose last account this is, in this transaction. */
  readonly endResetsOfLeaver: (tx: Tx, user: { id: string; identity_id: string }) => Promise<unknown>
}
type Delegated = Pick<
  ActionsFor<typeof users>,
  'changeScope' | 'move' | 'remove' | 'restore' | 'unlock' | 'requireMfa' | 'forceFederated'
>
const refused = { unknown: roleUnknown(), notAssignable: roleNotAssignable() }

/**
 * What a person holds in all of their accounts, wherever they are: what is done to the person takes the rank of them all.
 * Stopped ones count: a password or an address set now is still there when somebody reactivates the account.
 */
export const heldAnywhere = (lookup: Lookup, identity: string): Promise<Grant[]> =>
  lookup<Grant>(delegated.heldAnywhereStatement, [identity])

export const delegatedWith = ({
  lookup,
  policies,
  endSessionsOf,
  endUnfederatedOf,
  endUnfederatedMoved,
  endResetsOfLeaver,
  endLockout,
}: Capabilities): Delegated => ({
  changeScope: ({ actor, at, expects, inReach }, { user, scope, role, reason }) =>
    inReach(async (tx) => {
      const [{ before, others }, rules] = await together(
        lockWithStanding(tx, at.path, user),
        policies.values(at.path, 'roles.change', 'reason.required'),
      )
      const place = await scopeWithin(tx, at, scope)
      const to = settle(await assignable(tx, actor.grants, role ?? before.role, place, refused))
      const stays = place.path === before.scope_path
      const changes = to.key !== before.role
      const rule = {
        'roles.change': changes ? rules['roles.change'] : 'immediate',
        'self.change_role': 'refused',
      } as const
      settle(mayChangeRole(actor, before, before.administrator && !(stays && to.administrator), others, rule))
      if (changes) settle(mayGoWithout(reason, 'change_role', rules['reason.required']))
      settle(versionIs(expects, before.version))
      if (stays && to.key === before.role) return reread(tx, before)
      await store.setRole(tx, before, to.key, place.path)
      const was = { role: before.role_label, scope: before.scope_name }
      await recordOf(tx, 'user.scope_changed', before, was, { role: to.label, scope: place.name }, reason)
      return reread(tx, before)
    }),

  async move({ actor, at, expects, inReachOfBoth }, { user, to: asked, role, scope, reason }) {
    const [found] = await lookup<Node>(delegated.nodeStatement, [innerId(asked)])
    const to = settle(mayMoveTo(actor.grants, at, found))
    return inReachOfBoth(to, async (tx) => {
      // Both homes are held still, in one order whichever way somebody moves; then decided by what holds now.
      for (const path of [at.path, to.path].sort()) await lockOrganization(tx, path)
      settle(mayMoveTo(actor.grants, at, await delegated.nodeWithin(tx, to.path, to.id)))
      const rules = await policies.values(at.path, 'roles.change', 'reason.required')
      const { before, others } = await lockWithStanding(tx, at.path, user)
      const place = scope === undefined ? to : await scopeWithin(tx, to, scope)
      const held = settle(await assignable(tx, actor.grants, role, place, refused))
      settle(mayBring(await isStopped(tx, to.path), held.key !== before.role, rules['roles.change']))
      const stays = place.path === before.scope_path && held.administrator
      const account = await store.byEmail(tx, to.path, before.email)
      settle(mayMove(actor, before, account, before.administrator && !stays, others))
      settle(mayGoWithout(reason, 'move_user', rules['reason.required']))
      settle(versionIs(expects, before.version))
      // The accounts that this one replaced are its history: they go along and hold what it holds.
      const moved = await delegated.rehome(tx, before, to.path)
      for (const id of moved) await store.insertGrant(tx, { user: id, home: to.path, node: place.path, role: held.key })
      await endUnfederatedMoved(tx, { users: moved })
      await tx.record('user.moved', {
        at: to,
        target: { kind: 'user', id: before.id },
        before: { organization: before.org_name, role: before.role_label, scope: before.scope_name },
        after: { organization: to.name, role: held.label, scope: place.name },
        reason,
      })
      return reread(tx, { org_path: to.path, id: before.id })
    })
  },

  remove: ({ actor, at, expects, inReach }, { user, reason }) =>
    inReach(async (tx) => {
      const { before, others } = await lockWithStanding(tx, at.path, user)
      // Asked under the lock: what held while somebody else had it may hold no longer.
      const rules = await policies.values(at.path, 'user.removal', 'reason.required')
      settle(mayRemove(actor, before, before.administrator, others, rules['user.removal']))
      settle(mayGoWithout(reason, 'delete_user', rules['reason.required']))
      settle(versionIs(expects, before.version))
      const purgeAt = purgeTime(tx.now, rules['user.removal'], before.replaced_by !== null)
      await tx.record('user.deleted', {
        at,
        target: { kind: 'user', id: before.id },
        after: {
          email: before.email,
          name: `${before.first_name} ${before.last_name}`,
          role: before.role_label,
          ...(purgeAt && { purgeAt: purgeAt.toISOString() }),
        },
        reason,
      })
      // Sessions and grants go with the account; the links are the person's, who may have other accounts.
      await endResetsOfLeaver(tx, before)
      if (purgeAt) await together(store.setStatus(tx, before, 'deleted', purgeAt), endSessionsOf(tx, before.id))
      else await delegated.remove(tx, before)
      return null
    }),

  restore: ({ actor, at, expects, inReach }, { user, reason }) =>
    inReach(async (tx) => {
      const before = await lockTarget(tx, at.path, user)
      settle(mayRestore(actor, before, tx.now))
      settle(versionIs(expects, before.version))
      const [after] = await together(
        store.setStatus(tx, before, 'inactive'),
        recordOf(tx, 'user.restored', before, { status: 'deleted' }, { status: 'inactive' }, reason),
      )
      return present(after, tx.now)
    }),

  unlock: ({ actor, at, inReach }, { user }) =>
    inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      // Failures are counted for a person: an account that nobody has confirmed is none of theirs.
      const theirs = target.joining ? [] : await heldAnywhere(lookup, target.identity_id)
      settle(mayAlter(actor, { ...target, grants: [...target.grants, ...theirs] }))
      settle(mayUnlock((await policies.effective(at.path, 'lockout')).value, target.locked_until))
      await tx.record('user.unlocked', { at, target: { kind: 'user', id: target.id }, after: {} })
      if (!target.joining) await endLockout(tx, { id: target.identity_id, email: target.email })
      return null
    }),

  requireMfa: ({ actor, at, expects, inReach }, { user, mfaRequired, reason }) =>
    inReach(async (tx) => {
      const before = await lockTarget(tx, at.path, user)
      settle(mayRestrict(actor, before, false, 1))
      settle(versionIs(expects, before.version))
      if (before.mfa_required === mfaRequired) return reread(tx, before)
      const was = { mfaRequired: before.mfa_required }
      await together(
        delegated.setFlag(tx, before, 'mfa_required', mfaRequired),
        recordOf(tx, 'user.mfa_required_changed', before, was, { mfaRequired }, reason),
      )
      return reread(tx, before)
    }),

  forceFederated: ({ actor, at, expects, inReach }, { user, federatedOnly, reason }) =>
    inReach(async (tx) => {
      const { before, others } = await lockWithStanding(tx, at.path, user)
      settle(mayRestrict(actor, before, federatedOnly && before.administrator, others))
      settle(versionIs(expects, before.version))
      if (before.federated_only === federatedOnly) return reread(tx, before)
      await delegated.setFlag(tx, before, 'federated_only', federatedOnly)
      if (federatedOnly) await together(endUnfederatedOf(tx, before.id), endResetsOfLeaver(tx, before))
      const was = { federatedOnly: before.federated_only }
      await recordOf(tx, 'user.federated_only_changed', before, was, { federatedOnly }, reason)
      return reread(tx, before)
    }),
})
