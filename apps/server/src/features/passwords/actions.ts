import { type passwords } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail } from '../../platform/value/text.ts'
import { forgetDevices } from '../devices/index.ts'
import { type AcceptPassword, type MinLength, setPassword } from '../identities/index.ts'
import { beginAnew, endLockoutByPassword, forgetBrowsers } from '../lockouts/index.ts'
import { accountsOf, endSessionsOfIdentity, isFederatedOnly } from '../sessions/index.ts'
import { heldAnywhere, lockPerson, lockTarget, renewJoining } from '../users/index.ts'
import {
  maySendNow,
  maySendReset,
  mayUseReset,
  refusedPassword,
  requestLimits,
  resetEnd,
  sendLimit,
  setUpEnd,
} from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly acceptPassword: AcceptPassword
  readonly minLength: MinLength
  readonly throttle: Throttle
  /** Hands the address to the queue: known and unknown ones cost the caller the same. */
  readonly orderReset: (email: string, requestId: string) => Promise<void>
  /** Ends the open changes of a person's address, in this transaction. */
  readonly endChangesOf: (tx: Tx, identity: string) => Promise<unknown>
}

export const actionsWith = ({
  lookup,
  acceptPassword,
  minLength,
  throttle,
  orderReset,
  endChangesOf,
}: Capabilities): ActionsFor<typeof passwords> => ({
  async requestReset({ address, now, requestId }, { email: written }) {
    const email = canonicalEmail(written)
    const tooMany = await throttle.attempt(requestLimits(email, address), now)
    if (tooMany === null) await orderReset(email, requestId)
    return null
  },

  async showReset({ now }, { token }) {
    const { reset, account } = await findOpen(lookup, token, now)
    const least = await minLength({ identity: reset.identity_id, path: account.org_path })
    return { email: reset.email, expiresAt: reset.expires_at.toISOString(), minLength: least }
  },

  async completeReset({ now, transact }, { token, password }) {
    const { reset, account } = await findOpen(lookup, token, now)
    const hash = await acceptPassword(
      password,
      { about: [reset.email, nameOf(account)], identity: reset.identity_id, path: account.org_path },
      refusedPassword,
    )
    const scope = {
      reach: subtreeOf(account.org_path),
      identity: reset.identity_id,
      user: account.user,
      name: nameOf(account),
    }
    await transact(scope, async (tx) => {
      await beginAnew(tx, throttle, reset.identity_id)
      const used = await store.use(tx, reset.id)
      settle(mayUseReset(used ? { ...reset, ...used } : { ...reset, used_at: now }, true, now))
      await setPassword(tx, reset.identity_id, hash)
      await store.endOpen(tx, reset.identity_id)
      // Who had to recover the account may have lost it to somebody, who may have made keys, or asked for another address.
      await endSessionsOfIdentity(tx, reset.identity_id, null, 'ended')
      await forgetDevices(tx, reset.identity_id)
      await endChangesOf(tx, reset.identity_id)
      await forgetBrowsers(tx, reset.identity_id)
      await tx.record('password.reset', {
        at: { id: account.org_id, path: account.org_path },
        target: { kind: 'user', id: account.user },
        after: {},
      })
      // They read the mailbox and chose a new password: what was guessed of the old one is of no account.
      await endLockoutByPassword(tx, throttle, { id: reset.identity_id, email: reset.email })
    })
    return null
  },

  async sendReset({ actor, at, now, inReach }, { user }) {
    settle(maySendNow(await throttle.attempt([sendLimit(actor.user, user)], now)))
    return inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      const federated = target.federated_only || (await isFederatedOnly(tx, target.org_path))
      const anywhere = await heldAnywhere(lookup, target.identity_id)
      if (target.joining) {
        // Nothing of theirs but this account: they are sent its link again, and the answer is the one for everybody.
        settle(maySendReset({ status: target.status, federated }, actor.grants, target.grants))
        await renewJoining(tx, target)
        return null
      }
      const theirs = [...target.grants, ...anywhere]
      settle(maySendReset({ status: target.status, federated }, actor.grants, theirs))
      const account = { user: target.id, org_id: target.org_id, org_path: target.org_path }
      await issue(tx, target.identity_id, account, 'administrator')
      return null
    })
  },
})

async function findOpen(lookup: Lookup, token: string, now: Date) {
  const [found] = await lookup<store.FoundReset>(store.byTokenStatement, [hashOf(token)])
  const [account] = found ? await accountsOf(lookup, found.identity_id) : []
  const reset = settle(mayUseReset(found, account !== undefined, now))
  return { reset, account: account ?? settle(mayUseReset<never>(undefined, false, now)) }
}

/** A new link, the earlier ones dead; the mail follows from the event. */
export async function issue(
  tx: Tx,
  identity: string,
  account: { user: string; org_id: string; org_path: string },
  by: 'administrator' | 'self',
): Promise<void> {
  const { token, hash } = newToken()
  await store.endOpen(tx, identity)
  await store.insert(tx, { id: newId(), identity, tokenHash: hash, expiresAt: resetEnd(tx.now) })
  await tx.record('password.reset_requested', {
    at: { id: account.org_id, path: account.org_path },
    target: { kind: 'user', id: account.user },
    after: { by },
    inPassing: { way: 'reset', token, expiresAt: resetEnd(tx.now) },
  })
}
export const nameOf = (account: { first_name: string; last_name: string }): string =>
  `${account.first_name} ${account.last_name}`

/** The link with which a person made without a password sets their first; it goes into the mail about their account. */
export async function issueSetUp(tx: Tx, identity: string): Promise<string> {
  const { token, hash } = newToken()
  await store.insert(tx, { id: newId(), identity, tokenHash: hash, expiresAt: setUpEnd(tx.now) })
  return token
}
/** A person's open links are dead at once, and stay so: their password, or the address these were sent to, is another. */
export const endOpenResets = store.endOpen
/**
 * An account ends: the links of a person who has no other one are dead at once, and stay so. What one organization
 * decides does not reach into another, so whoever has an account left may still use theirs.
 */
export const endResetsOfLeaver =
  (lookup: Lookup) =>
  async (tx: Tx, { id, identity_id: identity }: { id: string; identity_id: string }): Promise<void> => {
    await lockPerson(tx, identity) // when two accounts end at once, the second finds the first gone
    const left = await accountsOf(lookup, identity)
    if (left.every((it) => it.user === id)) await store.endOpen(tx, identity)
  }
