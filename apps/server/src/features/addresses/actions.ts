/** A new address counts once a link sent to it is used; whoever reads the old one is told at once. */
import type { addresses } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation } from '../../platform/db/unavailable.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { newId } from '../../platform/value/ids.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail } from '../../platform/value/text.ts'
import { findByEmail, findById, lockIdentity, setEmail } from '../identities/index.ts'
import { endOpenResets } from '../passwords/index.ts'
import { vouchedThrough } from '../sessions/index.ts'
import { heldAnywhere, lockTarget } from '../users/index.ts'
import { pendingWith } from './pending.ts'
import {
  changeEnd,
  isAnother,
  isConfirmed,
  mayAsk,
  mayChange,
  mayChangeNow,
  mayConfirm,
  requesterStands,
  type StoredChange,
} from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
}

export const actionsWith = ({ lookup, throttle }: Capabilities): ActionsFor<typeof addresses> => ({
  ...pendingWith({ lookup }),

  async changeOwn({ actor, home, asSelf, now }, { email: written }) {
    const email = canonicalEmail(written)
    settle(mayChangeNow(await throttle.attempt([{ name: `email/${actor.user}/${actor.user}`, most: 5 }], now)))
    settle(isAnother((await findById(lookup, actor.identity))?.email ?? '', email))
    const taken = (await findByEmail(lookup, email)) !== undefined
    const connection = vouchedThrough(actor)
    return asSelf(async (tx) => {
      await lockIdentity(tx, actor.identity)
      settle(mayAsk(connection === null || (await liesWithin(lookup, actor.identity, connection))))
      const account = { user: actor.user, identity: actor.identity, org_id: home.id, org_path: home.path }
      await issue(tx, account, email, taken, { user: null, connection })
      return null
    })
  },

  async change({ actor, at, now, inReach }, { user, email: written, reason }) {
    const email = canonicalEmail(written)
    settle(mayChangeNow(await throttle.attempt([{ name: `email/${actor.user}/${user}`, most: 5 }], now)))
    const taken = (await findByEmail(lookup, email)) !== undefined
    return inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      const anywhere = await heldAnywhere(lookup, target.identity_id)
      settle(mayChange(actor, target, [...target.grants, ...anywhere]))
      settle(isConfirmed(target.joining))
      settle(isAnother(target.email, email))
      const account = { user: target.id, identity: target.identity_id, org_id: at.id, org_path: at.path }
      await issue(tx, account, email, taken, { user: actor.user, connection: null }, reason)
      return null
    })
  },

  async confirm({ now, transact }, { token }) {
    const [found] = await lookup<store.FoundChange>(store.byTokenStatement, [hashOf(token)])
    const it = settle(mayConfirm(found, now))
    const scope = { reach: subtreeOf(it.org_path), identity: it.identity, user: it.user, name: it.name }
    return transact(scope, async (tx) => {
      await lockIdentity(tx, it.identity)
      settle(mayConfirm((await stillStands(lookup, it)) ? it : undefined, now))
      const used = await store.use(tx, it.id)
      settle(mayConfirm<StoredChange>(used ? it : { ...it, used_at: now }, now))
      await setEmail(tx, it.identity, it.email).catch(takenMeanwhile)
      await store.leaveUnconfirmed(tx, it.identity, it.before, newId())
      await endOpenResets(tx, it.identity) // they were sent to the old address
      await tx.record('user.email_changed', {
        at: { id: it.org_id, path: it.org_path },
        target: { kind: 'user', id: it.user },
        before: { email: it.before },
        after: { email: it.email },
      })
      return null
    })
  },
})

/** All that the person has. */
const liesWithin = async (lookup: Lookup, identity: string, connection: string): Promise<boolean> =>
  (await lookup(store.withinStatement, [identity, connection])).length > 0

async function stillStands(lookup: Lookup, it: store.FoundChange): Promise<boolean> {
  // Of somebody who has come to be beyond it since, a provider's word does not change the address.
  if (it.connection !== null) return liesWithin(lookup, it.identity, it.connection)
  if (it.requested_by === null) return true
  const [requester, theirs] = await Promise.all([
    lookup<Grant>(store.requesterStatement, [it.requested_by]),
    heldAnywhere(lookup, it.identity),
  ])
  return requesterStands(requester, theirs, it.org_path)
}

interface Account {
  readonly user: string
  readonly identity: string
  readonly org_id: string
  readonly org_path: string
}
/**
 * A new link, the earlier ones dead; mails to both addresses follow from the event. To an address that is somebody's
 * already no link goes, and nobody is told.
 */
async function issue(
  tx: Tx,
  { user, identity, org_id: id, org_path: path }: Account,
  email: string,
  taken: boolean,
  asked: { readonly user: string | null; readonly connection: string | null },
  reason?: string,
): Promise<void> {
  const { token, hash } = newToken()
  const expiresAt = changeEnd(tx.now)
  await store.endOpen(tx, identity)
  const by = { requestedBy: asked.user, requestedByName: tx.by.name, connection: asked.connection }
  await store.insert(tx, { id: newId(), identity, user, email, tokenHash: hash, expiresAt, ...by })
  await tx.record('user.email_change_requested', {
    at: { id, path },
    target: { kind: 'user', id: user },
    after: { email, by: asked.user === null ? 'self' : 'administrator' },
    reason,
    inPassing: { token: taken ? null : token, expiresAt },
  })
}

/** Whoever changed the password may have done so because somebody else knew it, who may have asked for an address. */
export const endOpenChanges = store.endOpen

const takenMeanwhile = (error: unknown): never => {
  const gone = mayConfirm(undefined, new Date(0))
  throw isUniqueViolation(error, 'identities_email_key') && !gone.granted ? new Refusal(gone) : error
}
