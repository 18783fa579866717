/** Opening a session, however the person proved who they are. */
import type { Me, SignInMethod, Step } from '@tenantry/contract'
import { newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { newId, publicId } from '../../platform/value/ids.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { Call } from '../../platform/value/call.ts'
import { organizationRef } from '../organizations/index.ts'
import { settle } from '../../platform/refusal.ts'
import { cookieEnd, isOpen, mayUseOnce, nextStep } from './rules.ts'
import * as store from './store.ts'

export interface Account {
  readonly identity: string
  readonly user: string
  readonly home: { readonly id: string; readonly path: string }
}
export interface Started {
  readonly token: string
  readonly signedInAt: Date
  /** Until when the browser keeps the cookie. The session may end sooner, by rules that may change meanwhile. */
  readonly expiresAt: Date
  readonly step: Step | null
}
/** `from`: the session that this one goes on from; it counts from the same sign-in. */
export interface Proved {
  readonly methods: readonly SignInMethod[]
  readonly from?: { readonly signedInAt: Date; readonly provedAt: Date | null }
}

/** In the transaction that proved the person; the cookie is set once that has committed. */
export async function start(
  tx: Tx,
  call: Call,
  { identity, user, home }: Account,
  { methods, from = { signedInAt: call.now, provedAt: call.now } }: Proved,
): Promise<Started> {
  const { token, hash } = newToken()
  const { signedInAt, provedAt } = from
  const { address, userAgent } = call
  const step = nextStep(methods, await store.demands(tx, identity))
  const ceiling = await store.insert(tx, {
    id: newId(),
    tokenHash: hash,
    identity,
    user,
    home: home.path,
    createdAt: signedInAt,
    address,
    userAgent,
    step,
    methods,
    provedAt,
  })
  // Here, where every session begins: a password for one sign-in opens no second one, by whatever path.
  if (step === 'change_password') settle(mayUseOnce(!(await store.useInitialPassword(tx, identity))))
  await store.noteSignIn(tx, user)
  return { token, signedInAt, expiresAt: cookieEnd(signedInAt, ceiling), step }
}

/** In the transaction that took the step: what is left of the sign-in now. The session gets a new secret with its new rights. */
export async function takeStep(tx: Tx, { session, signedInAt, identity }: Actor): Promise<Started> {
  const { token, hash } = newToken()
  const { methods } = settle(isOpen(await store.proofsOf(tx, session)))
  const step = nextStep(methods, await store.demands(tx, identity))
  const ceiling = await store.goOn(tx, session, { tokenHash: hash, step })
  return { token, signedInAt, expiresAt: cookieEnd(signedInAt, ceiling), step }
}

export const recordSignIn = (tx: Tx, { address, userAgent }: Call, { user, home }: Account) =>
  tx.record('user.signed_in', { at: home, target: { kind: 'user', id: user }, after: { address, userAgent } })

/** The answer of every sign-in: who one is now. */
export async function presentMe(
  tx: Tx,
  user: string,
  { signedInAt, step }: { signedInAt: Date; step: Step | null },
): Promise<Omit<Me, 'accounts'> & { identity: string }> {
  const row = await store.me(tx, user)
  return {
    identity: row.identity_id,
    id: publicId('usr', row.id),
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    phone: row.phone,
    language: row.language === 'de' ? 'de' : 'en',
    organization: organizationRef({ id: row.org_id, name: row.org_name, level: row.org_level }),
    grants: row.grants.map((it) => ({
      role: { key: it.role, label: it.label },
      organization: organizationRef({ id: it.org_id, name: it.org_name, level: it.org_level }),
      permissions: it.permissions,
    })),
    step,
    signedInAt: signedInAt.toISOString(),
    version: row.version,
  }
}

/** The active accounts of a person, the one last used first, in whatever organizations they lie. */
export const accountsOf = (lookup: Lookup, identity: string): Promise<store.AccountRow[]> =>
  lookup<store.AccountRow>(store.accountsStatement, [identity])

interface AccountName {
  user: string
  id: string
  name: string
  level: string
}
/** After the commit, so that a new account is among them. */
export async function withAccounts(
  lookup: Lookup,
  { identity, ...me }: Awaited<ReturnType<typeof presentMe>>,
): Promise<Me> {
  const rows = await lookup<AccountName>(store.accountNamesStatement, [identity])
  return {
    ...me,
    accounts: rows.map((row) => ({ user: publicId('usr', row.user), organization: organizationRef(row) })),
  }
}
