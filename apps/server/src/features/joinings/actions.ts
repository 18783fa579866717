/** The link proves the mailbox, the password that exists the person. Until then nobody acts as the account. */
import type { joinings } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { type AcceptPassword, type MinLength } from '../identities/index.ts'
import type { Guard } from '../lockouts/index.ts'
import type { Policies } from '../policies/index.ts'
import { openSession, withAccounts } from '../sessions/index.ts'
import { hasActiveAccount } from '../users/index.ts'
import { claim } from './claiming.ts'
import * as rules from './rules.ts'
import { mayHaveAnother, mayJoin } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly acceptPassword: AcceptPassword
  readonly minLength: MinLength
  readonly guard: Guard
  readonly throttle: Throttle
  readonly policies: Policies
}

export const actionsWith = (capabilities: Capabilities): ActionsFor<typeof joinings> => ({
  async open({ now }, { token }) {
    const it = settle(mayJoin(await findByToken(capabilities.lookup, token), now))
    const role = { key: it.role, label: it.role_label }
    return {
      email: it.email,
      organization: it.org_name,
      role,
      expiresAt: it.until.toISOString(),
      accountExists: it.claimed,
      minLength: await capabilities.minLength({ identity: it.identity, path: it.org_path }),
    }
  },

  async confirm(call, { token, password }) {
    const it = settle(mayJoin(await findByToken(capabilities.lookup, token), call.now))
    const asked = { password, about: [it.email, it.name, it.org_name], path: it.org_path }
    const claimed = await claim(capabilities, call, it, asked, rules)
    const account = { identity: it.identity, user: it.user, home: { id: it.org_id, path: it.org_path } }
    const scope = { reach: subtreeOf(it.org_path), identity: it.identity, user: it.user, name: it.name }
    const { me, started } = await call.transact(scope, async (tx) => {
      await claimed.prove(tx)
      const uniqueness = await capabilities.policies.effective(it.org_path, 'email.uniqueness')
      settle(mayHaveAnother(await hasActiveAccount(tx, it.identity, { besides: it.org_path }), uniqueness.value))
      settle(mayJoin((await store.confirm(tx, it.user, hashOf(token))) ? it : undefined, call.now))
      await tx.record('user.joining_confirmed', {
        at: account.home,
        target: { kind: 'user', id: it.user },
        after: { status: 'active' },
      })
      return openSession(tx, call, account, { methods: ['password'] }, capabilities.policies)
    })
    await claimed.after()
    call.cookie.set(started.token, started.expiresAt)
    return withAccounts(capabilities.lookup, me)
  },
})

const findByToken = async (lookup: Lookup, token: string) =>
  (await lookup<store.Found & Record<string, unknown>>(store.byTokenStatement, [hashOf(token)]))[0]
