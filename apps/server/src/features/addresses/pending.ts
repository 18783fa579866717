/** A change of address while it waits: seen and cancelled by the person, and by the administrators it was asked from. */
import type { addresses } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Actor } from '../../platform/value/actor.ts'
import { innerId } from '../../platform/value/ids.ts'
import { lockIdentity } from '../identities/index.ts'
import { vouchedThrough } from '../sessions/index.ts'
import { findUser, heldAnywhere, lockTarget, userIsThere } from '../users/index.ts'
import { present } from './present.ts'
import { mayCancelChange, mayChange } from './rules.ts'
import * as store from './store.ts'

type Waiting = Pick<ActionsFor<typeof addresses>, 'showOwn' | 'cancelOwn' | 'show' | 'cancel'>

export const pendingWith = ({ lookup }: { readonly lookup: Lookup }): Waiting => ({
  showOwn: ({ actor, asSelf }) =>
    asSelf(async (tx) => present(ownOf(await store.pendingOf(tx, actor.identity), actor))),

  cancelOwn: ({ actor, home, asSelf }) =>
    asSelf(async (tx) => {
      await lockIdentity(tx, actor.identity)
      const pending = settle(mayCancelChange(ownOf(await store.pendingOf(tx, actor.identity), actor)))
      return cancel(tx, home, actor.user, pending)
    }),

  show: ({ at, inReach }, { user }) =>
    inReach(async (tx) => {
      const it = settle(userIsThere(await findUser(tx, at.path, innerId(user))))
      return present(ofAccount(await store.pendingOf(tx, it.identity_id), it.id))
    }),

  cancel: ({ actor, at, inReach }, { user }) =>
    inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      const anywhere = await heldAnywhere(lookup, target.identity_id)
      settle(mayChange(actor, target, [...target.grants, ...anywhere]))
      const pending = settle(mayCancelChange(ofAccount(await store.pendingOf(tx, target.identity_id), target.id)))
      return cancel(tx, at, target.id, pending)
    }),
})

/** By a provider's word alone, and with a key, one is of one account, and not where else the person is. */
const ownOf = (it: store.Pending, actor: Actor): store.Pending =>
  actor.byKey || vouchedThrough(actor) !== null ? ofAccount(it, actor.user) : it
/** What was asked for by administrators of another account of the person is theirs to know. */
const ofAccount = (it: store.Pending, user: string): store.Pending => (it?.user_id === user ? it : undefined)

async function cancel(
  tx: Tx,
  at: { id: string; path: string },
  user: string,
  { id, email }: NonNullable<store.Pending>,
): Promise<null> {
  settle(mayCancelChange(await store.use(tx, id))) // used, or cancelled, in this very moment: nothing to cancel
  await tx.record('user.email_change_cancelled', { at, target: { kind: 'user', id: user }, after: { email } })
  return null
}
