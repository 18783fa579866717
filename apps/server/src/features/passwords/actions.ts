import { type passwords } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Hasher } from '../../platform/crypto/hashing.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { Throttle } from '../../platform/throttle.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail } from '../../platform/value/text.ts'
import { acceptedHash, setPassword } from '../identities/index.ts'
import { endSessionsOfIdentity } from '../sessions/index.ts'
import { lockTarget, renewJoining } from '../users/index.ts'
import {
  maySendNow,
  maySendReset,
  mayUseReset,
  passwordRefusals,
  requestLimits,
  resetEnd,
  sendLimit,
  setUpEnd,
} from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly hasher: Hasher
  readonly throttle: Throttle
  /** Hands the address to the queue: known and unknown ones cost the caller the same. */
  readonly orderReset: (email: string, requestId: string) => Promise<void>
}

export const actionsWith = ({ lookup, hasher, throttle, orderReset }: Capabilities): ActionsFor<typeof passwords> => ({
  async requestReset({ address, now, requestId }, { email: written }) {
    const email = canonicalEmail(written)
    const tooMany = await throttle.attempt(requestLimits(email, address), now)
    if (tooMany === null) await orderReset(email, requestId)
    return null
  },

  async showReset({ now }, { token }) {
    const { reset } = await findOpen(lookup, token, now)
    return { email: reset.email, expiresAt: reset.expires_at.toISOString() }
  },

  async completeReset({ now, transact }, { token, password }) {
    const { reset, account } = await findOpen(lookup, token, now)
    const hash = await acceptedHash(hasher, password, [reset.email, account.name], passwordRefusals)
    const scope = {
      reach: subtreeOf(account.org_path),
      identity: reset.identity_id,
      user: account.user,
      name: account.name,
    }
    return transact(scope, async (tx) => {
      const used = await store.use(tx, reset.id)
      settle(mayUseReset(used ? { ...reset, ...used } : { ...reset, used_at: now }, true, now))
      await setPassword(tx, reset.identity_id, hash)
      await endSessionsOfIdentity(tx, reset.identity_id, null)
      await tx.record('password.reset', {
        at: { id: account.org_id, path: account.org_path },
        target: { kind: 'user', id: account.user },
        after: {},
      })
      return null
    })
  },

  async sendReset({ actor, at, now, inReach }, { user }) {
    settle(maySendNow(await throttle.attempt([sendLimit(actor.user, user)], now)))
    return inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      const anywhere = await lookup<Grant>(store.grantsAnywhereStatement, [target.identity_id])
      if (target.joining) {
        // Nothing of theirs but this account: they are sent its link again, and the answer is the one for everybody.
        settle(maySendReset({ status: target.status, federated: target.federated_only }, actor.grants, target.grants))
        await renewJoining(tx, target)
        return null
      }
      const theirs = [...target.grants, ...anywhere]
      settle(maySendReset({ status: target.status, federated: target.federated_only }, actor.grants, theirs))
      const account = { user: target.id, name: '', org_id: target.org_id, org_path: target.org_path }
      await issue(tx, target.identity_id, account, 'administrator')
      return null
    })
  },
})

async function findOpen(lookup: Lookup, token: string, now: Date) {
  const [found] = await lookup<store.FoundReset>(store.byTokenStatement, [hashOf(token)])
  const [account] = found ? await lookup<store.ActiveAccount>(store.activeAccountStatement, [found.identity_id]) : []
  const reset = settle(mayUseReset(found, account !== undefined, now))
  return { reset, account: account ?? settle(mayUseReset<never>(undefined, false, now)) }
}

/** A new link, the earlier ones dead; the mail follows from the event. */
export async function issue(
  tx: Tx,
  identity: string,
  account: store.ActiveAccount,
  by: 'administrator' | 'self',
): Promise<void> {
  const { token, hash } = newToken()
  await store.endOpen(tx, identity)
  await store.insert(tx, { id: newId(), identity, tokenHash: hash, expiresAt: resetEnd(tx.now) })
  await tx.record('password.reset_requested', {
    at: { id: account.org_id, path: account.org_path },
    target: { kind: 'user', id: account.user },
    after: { by },
    inPassing: { token, expiresAt: resetEnd(tx.now).toISOString() },
  })
}
/** The link with which a person made without a password sets their first; it goes into the mail about their account. */
export async function issueSetUp(tx: Tx, identity: string): Promise<string> {
  const { token, hash } = newToken()
  await store.insert(tx, { id: newId(), identity, tokenHash: hash, expiresAt: setUpEnd(tx.now) })
  return token
}
/** A deactivated person's links are dead at once, and stay so. */
export const endOpenResets = store.endOpen
