import type { passkeys } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { acceptPasskey, findPasskey, type WebAuthn } from '../factors/index.ts'
import { lockIdentity } from '../identities/index.ts'
import type { Policies } from '../policies/index.ts'
import { accountsOf, holdWord, isActive, openSession, withAccounts, type Account } from '../sessions/index.ts'
import { isRight, mayTry, tries } from './rules.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly policies: Policies
  readonly webauthn: WebAuthn
}
/** Whoever asked for the challenge alone may answer it. */
const ofAttempt = (attempt: string) => `sign-in ${hashOf(attempt).toString('base64url')}`

export const actionsWith = ({ lookup, throttle, policies, webauthn }: Capabilities): ActionsFor<typeof passkeys> => ({
  async begin({ now }) {
    const { token: attempt } = newToken()
    return { attempt, options: await webauthn.request([], ofAttempt(attempt), now) }
  },

  async signIn(call, { attempt, passkey }) {
    const limit = tries(call.address)
    settle(mayTry(await throttle.attempt([limit], call.now)))
    const it = settle(isRight(await findPasskey(lookup, passkey)))
    const binding = ofAttempt(attempt)
    // Before a transaction is opened for whoever is meant; in it the challenge and the counter are used up.
    settle(isRight((await webauthn.shown(passkey, it, it.identity_id, binding, call.now)) ?? undefined))
    // Set up on a provider's word alone it goes as far as that, while that stands, and is not the provider.
    const connection = it.connection_id
    const [found] = await accountsOf(lookup, it.identity_id, { connection, vouched: false })
    const row = settle(isRight(found))
    const home = { id: row.org_id, path: row.org_path }
    const account: Account = { identity: it.identity_id, user: row.user, home }
    const scope = {
      reach: subtreeOf(row.org_path),
      identity: account.identity,
      user: row.user,
      name: `${row.first_name} ${row.last_name}`,
    }
    const { me, started } = await call.transact(scope, async (tx) => {
      await lockIdentity(tx, account.identity)
      if (connection !== null) settle(isRight(account, await holdWord(tx, connection, account.identity)))
      settle(isRight(account, await isActive(tx, row.user)))
      settle(isRight(account, await acceptPasskey(tx, webauthn, it, passkey, binding)))
      const factor = { connection, beside: it.beside }
      return openSession(tx, call, account, { methods: ['passkey'], connection, factor }, policies)
    })
    await throttle.takeBack(limit)
    call.cookie.set(started.token, started.expiresAt)
    return withAccounts(lookup, me)
  },
})
