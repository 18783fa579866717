import { type profile } from '@tenantry/contract'
import type { Hasher } from '../../platform/crypto/hashing.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import { versionIs } from '../../platform/value/version.ts'
import {
  type AcceptPassword,
  type MinLength,
  findById,
  lockIdentity,
  setLanguage,
  setPassword,
} from '../identities/index.ts'
import { endOpenChanges } from '../addresses/index.ts'
import { forgetBrowsers } from '../lockouts/index.ts'
import { endOpenResets } from '../passwords/index.ts'
import type { Policies } from '../policies/index.ts'
import {
  accountsOf,
  endSessionsOfIdentity,
  passwordLimits,
  passwordOf,
  presentMe,
  renewSession,
  takeStep,
  vouchedThrough,
  withAccounts,
  type Renewed,
} from '../sessions/index.ts'
import { changeNames, lockOwn } from '../users/index.ts'
import {
  isAbove,
  mayAskAgain,
  mayChangePassword,
  mayTryPassword,
  passwordState,
  refusedPassword,
  wishLimit,
} from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly acceptPassword: AcceptPassword
  readonly minLength: MinLength
  readonly policies: Policies
  /** Tells the administrators above, once this transaction has committed. */
  readonly orderWish: (tx: Tx, order: WishOrder) => Promise<void>
}
export interface WishOrder {
  readonly user: string
  readonly wish: string
  readonly requestId: string
}

export const actionsWith = ({
  lookup,
  hasher,
  throttle,
  policies,
  acceptPassword,
  minLength,
  orderWish,
}: Capabilities): ActionsFor<typeof profile> => ({
  show: async ({ actor, asSelf }) => withAccounts(lookup, await asSelf((tx) => presentMe(tx, actor.user, actor))),

  update: ({ actor, home, asSelf, expects }, { language, ...names }) =>
    asSelf(async (tx) => {
      const before = await lockOwn(tx, home.path, actor.user)
      settle(versionIs(expects, before.version))
      await changeNames(tx, before, names)
      if (language) await setLanguage(tx, actor.identity, language)
      return withAccounts(lookup, await presentMe(tx, actor.user, actor))
    }),

  async requestChange({ actor, home, asSelf, now, requestId }, { wish }) {
    settle(mayAskAgain(await throttle.attempt([wishLimit(actor.user)], now)))
    settle(isAbove(await lookup(store.administratorsAboveStatement, [actor.user])))
    return asSelf(async (tx) => {
      await tx.record('user.change_requested', {
        at: home,
        target: { kind: 'user', id: actor.user },
        after: { wish },
      })
      await orderWish(tx, { user: actor.user, wish, requestId })
      return null
    })
  },

  async password({ actor, home }) {
    const [me, stored, least, open] = await Promise.all([
      findById(lookup, actor.identity),
      passwordOf(lookup, actor.user),
      minLength({ identity: actor.identity, path: home.path }),
      accountsOf(lookup, actor.identity),
    ])
    const openable = vouchedThrough(actor) === null && open.length > 0
    return { state: passwordState(stored !== null, me?.password_hash != null, openable), minLength: least }
  },

  async changePassword({ actor, home, asSelf, now, cookie }, { currentPassword, newPassword, endKeys = false }) {
    const guesses = await passwordLimits(lookup, actor)
    settle(mayTryPassword(await throttle.attempt(guesses, now)))
    const me = await findById(lookup, actor.identity)
    const stored = await passwordOf(lookup, actor.user)
    // Whoever has none sets a first one, and has shown a fresh proof of another kind.
    // One that opens none of their accounts is not set, and does not count. A provider's word sets none: it would be its
    // first way to what is theirs elsewhere.
    const first = currentPassword === undefined && me?.password_hash === null && vouchedThrough(actor) === null
    const right =
      stored === null
        ? first && (await accountsOf(lookup, actor.identity)).length > 0
        : await hasher.verify(stored, currentPassword ?? '')
    settle(mayChangePassword(right, currentPassword === newPassword))
    await Promise.all(guesses.map((it) => throttle.takeBack(it))) // the password was right; whether the new one will do is no guess
    const hash = await acceptPassword(
      newPassword,
      { about: [me?.email ?? '', actor.name], identity: actor.identity, path: home.path },
      refusedPassword,
    )
    const { aside: renewed } = await asSelf.keeping(async (tx) => {
      const { password_hash, mailbox_proven_at: proven } = await lockIdentity(tx, actor.identity)
      settle(mayChangePassword(password_hash === stored, false))
      await setPassword(tx, actor.identity, hash)
      // Of somebody who never used a link from their mailbox, one counts for more than a password that others may have chosen.
      if (proven !== null) await endOpenResets(tx, actor.identity)
      await endOpenChanges(tx, actor.identity)
      await forgetBrowsers(tx, actor.identity)
      await endSessionsOfIdentity(tx, actor.identity, actor.session, endKeys ? 'ended' : 'kept')
      // A copy of this session's own secret is of no more use than those of the others that end.
      const going: Renewed = await (actor.step === null ? renewSession(tx, actor) : takeStep(tx, actor, home, policies))
      await tx.record('password.changed', { at: home, target: { kind: 'user', id: actor.user }, after: {} })
      return { answer: null, aside: going }
    })
    if (renewed) cookie.set(renewed.token, renewed.expiresAt)
    await throttle.forgive(guesses)
    return null
  },
})
