/** The link proves the mailbox, the password that exists the person. Until then nobody acts as the account. */
import type { joinings } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { PublicCall } from '../../platform/value/call.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { endOpenChanges } from '../addresses/index.ts'
import { type AcceptPassword, type MinLength, lockIdentity, setPassword } from '../identities/index.ts'
import type { Guard } from '../lockouts/index.ts'
import { endOpenResets } from '../passwords/index.ts'
import type { Policies } from '../policies/index.ts'
import { endSessionsOfIdentity, presentMe, recordSignIn, startSession, withAccounts } from '../sessions/index.ts'
import { mayHaveAnother, mayJoin, mayProve, mayTryPassword, refusedPassword } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly acceptPassword: AcceptPassword
  readonly minLength: MinLength
  readonly guard: Guard
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
    const prove = await (it.claimed
      ? withPassword(capabilities, call, it, password)
      : withNewPassword(capabilities, it, password))
    const account = { identity: it.identity, user: it.user, home: { id: it.org_id, path: it.org_path } }
    const scope = { reach: subtreeOf(it.org_path), identity: it.identity, user: it.user, name: it.name }
    const { me, started } = await call.transact(scope, async (tx) => {
      await prove(tx)
      const uniqueness = await capabilities.policies.effective(it.org_path, 'email.uniqueness')
      settle(mayHaveAnother(await store.countElsewhere(tx, it.identity, it.user), uniqueness.value))
      settle(mayJoin((await store.confirm(tx, it.user, hashOf(token))) ? it : undefined, call.now))
      await tx.record('user.joining_confirmed', {
        at: account.home,
        target: { kind: 'user', id: it.user },
        after: { status: 'active' },
      })
      const opened = await startSession(tx, call, account, { methods: ['password'] }, capabilities.policies)
      await recordSignIn(tx, call, account, opened)
      return { me: await presentMe(tx, it.user, opened), started: opened }
    })
    call.cookie.set(started.token, started.expiresAt)
    return withAccounts(capabilities.lookup, me)
  },
})

type Prove = (tx: Tx) => Promise<void>
/** The password that exists, counted like a sign-in. */
async function withPassword(
  { guard }: Capabilities,
  call: PublicCall,
  { identity, email }: store.Found,
  password: string,
): Promise<Prove> {
  const attempt = await guard(call, email, password)
  settle(mayTryPassword(attempt.wait))
  settle(mayProve(attempt.right))
  await attempt.passed()
  return async (tx) => settle(mayProve((await lockIdentity(tx, identity)).password_hash === attempt.stored))
}
/** Nobody has chosen one yet: this link proves the mailbox as well as any other. */
async function withNewPassword(
  { acceptPassword }: Capabilities,
  { identity, email, name, org_name, org_path }: store.Found,
  password: string,
): Promise<Prove> {
  const hash = await acceptPassword(
    password,
    { about: [email, name, org_name], identity, path: org_path },
    refusedPassword,
  )
  return async (tx) => {
    const now = await lockIdentity(tx, identity)
    settle(mayProve(now.password_hash === null || now.must_change_password))
    await setPassword(tx, identity, hash)
    await endOpenResets(tx, identity)
    await endOpenChanges(tx, identity)
    await endSessionsOfIdentity(tx, identity, null, 'ended')
  }
}

const findByToken = async (lookup: Lookup, token: string) =>
  (await lookup<store.Found & Record<string, unknown>>(store.byTokenStatement, [hashOf(token)]))[0]
