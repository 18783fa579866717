/** Browsers that a person trusts. Whether one still counts is decided at the sign-in, by the policy that holds then. */
import type { Device, devices } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Actor } from '../../platform/value/actor.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { lockIdentity } from '../identities/index.ts'
import type { Policies } from '../policies/index.ts'
import { deviceEnd, existed, mayRemember, mostDevices } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly policies: Policies
  /** The second factor that was shown in a session, if it counts there: sessions stand on this feature. */
  readonly shownFactor: (tx: Tx, session: string) => Promise<Mark | null>
}
/** By a provider's word alone one sees and forgets what was remembered on it, and not where else the person is. */
const wordOf = ({ own, connection }: Actor): string | null => (own ? null : connection)
export const actionsWith = ({ policies, shownFactor }: Capabilities): ActionsFor<typeof devices> => ({
  list: ({ actor, home, asSelf, rememberedBrowser: browser }) =>
    asSelf(async (tx) => {
      const mine = browser.token === null ? null : hashOf(browser.token)
      const rows = await store.list(tx, actor.identity, wordOf(actor), home.path, mostDevices)
      return {
        items: rows.map(
          (row): Device => ({
            id: publicId('dev', row.id),
            current: mine?.equals(row.token_hash) ?? false,
            createdAt: row.created_at.toISOString(),
            lastUsedAt: row.last_used_at?.toISOString() ?? null,
            address: row.address,
            userAgent: row.user_agent,
          }),
        ),
      }
    }),

  async remember({ actor, home, now, address, userAgent, rememberedBrowser: browser, asSelf }) {
    const { 'mfa.remember_days': days } = await policies.values(home.path, 'mfa.remember_days')
    const { aside: made } = await asSelf.keeping(async (tx) => {
      await lockIdentity(tx, actor.identity)
      const mark = settle(mayRemember(days, await shownFactor(tx, actor.session)))
      const { token, hash } = newToken()
      // This browser under its former secret, and the oldest where there are too many.
      if (browser.token !== null) await store.forget(tx, actor.identity, { tokenHash: hashOf(browser.token) })
      await store.forgetBeyond(tx, actor.identity, mark.connection, mostDevices - 1)
      await store.insert(tx, { id: newId(), identity: actor.identity, tokenHash: hash, address, userAgent, mark })
      const target = { kind: 'user', id: actor.user } as const
      await tx.record('device.remembered', { at: home, target, after: { userAgent } })
      return { answer: null, aside: token }
    })
    if (made !== null) browser.set(made, deviceEnd(now, days))
    return null
  },

  forget: ({ actor, home, asSelf }, { device }) =>
    asSelf(async (tx) => {
      settle(existed(await store.forget(tx, actor.identity, { id: innerId(device), word: wordOf(actor) })))
      const target = { kind: 'user', id: actor.user } as const
      await tx.record('device.forgotten', { at: home, target, after: { devices: 1 } })
      return null
    }),

  async forgetAll({ actor, home, asSelf, rememberedBrowser: browser }) {
    const answer = await asSelf(async (tx) => {
      const forgotten = await store.forgetAll(tx, actor.identity, wordOf(actor))
      const target = { kind: 'user', id: actor.user } as const
      if (forgotten) await tx.record('device.forgotten', { at: home, target, after: { devices: forgotten } })
      return { forgotten }
    })
    browser.clear()
    return answer
  },
})

export { forgetAll as forgetDevices, recognize as recognizeDevice } from './store.ts'
