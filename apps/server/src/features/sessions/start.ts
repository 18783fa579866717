/** Opening a session, however the person proved who they are. */
import type { Me, SignInMethod, Step } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { newId, publicId } from '../../platform/value/ids.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { Call } from '../../platform/value/call.ts'
import { noteSuccess } from '../activity/index.ts'
import { recognizeDevice } from '../devices/index.ts'
import { spendInitialPassword } from '../identities/index.ts'
import { organizationRef } from '../organizations/index.ts'
import { settle } from '../../platform/refusal.ts'
import type { Policies } from '../policies/index.ts'
import {
  cookieEnd,
  hardEnd,
  isOpen,
  isWhole,
  maySignIn,
  mayUseOnce,
  nextStep,
  rememberedSince,
  requiredBy,
  sessionEndAt,
} from './rules.ts'
import * as accounts from './store.accounts.ts'
import { endHeld } from './store.ending.ts'
import * as federated from './store.federated.ts'
import * as store from './store.ts'

export interface Account {
  readonly identity: string
  readonly user: string
  readonly home: { readonly id: string; readonly path: string }
}
export interface Started {
  readonly session: string
  readonly methods: readonly SignInMethod[]
  readonly token: string
  readonly signedInAt: Date
  /** Until when the browser keeps the cookie. The session may end sooner, by rules that may change meanwhile. */
  readonly expiresAt: Date
  readonly step: Step | null
  readonly connection: string | null
}
/** `from`: the session that this one goes on from; it counts from the same sign-in. */
export interface Proved {
  readonly methods: readonly SignInMethod[]
  /** Through which somebody came who came by federation. */
  readonly connection?: string | null
  readonly from?: { readonly signedInAt: Date; readonly provedAt: Date | null }
}

/** In the transaction that proved the person; the cookie is set once that has committed. */
export async function start(
  tx: Tx,
  call: Call,
  { identity, user, home }: Account,
  { methods: shown, connection = null, from = { signedInAt: call.now, provedAt: call.now } }: Proved,
  policies: Policies,
): Promise<Started> {
  const { token, hash } = newToken()
  const { signedInAt } = from
  const { address, userAgent, cookie } = call
  const session = newId()
  const [opens, asked] = await together(
    federated.opensAccount(tx, user, connection),
    askedOf(tx, identity, user, home, policies),
  )
  // Here, where every session begins: to an account that is for federated sign-in only nothing else leads, by whatever path.
  settle(maySignIn(opens, true))
  const remembered = asked.has_factor && !isWhole(shown) && (await isRemembered(tx, call, identity, asked.rememberDays))
  const methods: readonly SignInMethod[] = remembered ? [...shown, 'remembered_device'] : shown
  // Nothing was shown now but the password: what asks for a fresh proof wants to see the second factor itself.
  const provedAt = remembered ? null : from.provedAt
  const step = nextStep(methods, asked)
  const inserted = store.insert(tx, {
    id: session,
    tokenHash: hash,
    identity,
    user,
    home: home.path,
    createdAt: signedInAt,
    expiresAt: sessionEndAt(step, call.now, hardEnd(signedInAt)),
    address,
    userAgent,
    step,
    methods,
    provedAt,
    connection,
  })
  const once = asked.must_change_password && methods.includes('password')
  const [ceiling, used] = await together(
    inserted,
    once ? spendInitialPassword(tx, identity) : Promise.resolve(true),
    // The browser forgets it for this one: nobody would end it any more.
    cookie.token === null ? Promise.resolve() : endHeld(tx, hashOf(cookie.token)),
    step === 'second_factor' ? Promise.resolve() : accounts.noteSignIn(tx, user),
  )
  // Here, where every session begins: a password for one sign-in opens no second one, by whatever path.
  settle(mayUseOnce(!used))
  return { session, methods, token, signedInAt, expiresAt: cookieEnd(signedInAt, ceiling), step, connection }
}

/** What is asked of whoever enters this account, by itself, its roles and what holds where it is at home. */
async function askedOf(tx: Tx, identity: string, user: string, home: { path: string }, policies: Policies) {
  const [demands, rules] = await Promise.all([
    accounts.demands(tx, identity, user),
    policies.values(home.path, 'mfa.required', 'mfa.remember_days'),
  ])
  const required = requiredBy(demands, rules['mfa.required']) !== null
  return { ...demands, required, rememberDays: rules['mfa.remember_days'] }
}
async function isRemembered(
  tx: Tx,
  { rememberedBrowser: browser, now }: Call,
  identity: string,
  days: number,
): Promise<boolean> {
  if (days === 0 || browser.token === null) return false
  return recognizeDevice(tx, identity, hashOf(browser.token), rememberedSince(now, days))
}

/**
 * In the transaction that took the step: what is left of the sign-in now. The session gets a new secret with its new
 * rights. `shown`: with what the step was taken.
 */
export async function takeStep(
  tx: Tx,
  { session, signedInAt, identity, user, connection }: Actor,
  home: { path: string },
  policies: Policies,
  ...shown: SignInMethod[]
): Promise<Started> {
  const { token, hash } = newToken()
  const methods = await provedWith(tx, session, ...shown)
  const step = nextStep(methods, await askedOf(tx, identity, user, home, policies))
  const expiresAt = sessionEndAt(step, tx.now, hardEnd(signedInAt))
  const { ceiling } = settle(isOpen(await store.goOn(tx, session, { tokenHash: hash, step, methods, expiresAt })))
  return { session, methods, token, signedInAt, expiresAt: cookieEnd(signedInAt, ceiling), step, connection }
}
/** All that a session has proved, what is shown now included. */
export async function provedWith(tx: Tx, session: string, ...shown: SignInMethod[]): Promise<SignInMethod[]> {
  const { methods } = settle(isOpen(await store.proofsOf(tx, session)))
  return [...new Set([...methods, ...shown])]
}

export type Renewed = Pick<Started, 'token' | 'expiresAt'>
/** The session's person showed who they are, just now. Whoever has a copy of its secret gains nothing by that: it gets a new one. */
export const noteProof = async (tx: Tx, actor: Actor, ...shown: SignInMethod[]): Promise<Renewed> =>
  renew(tx, actor, await provedWith(tx, actor.session, ...shown))

/** A new secret, and what was proved, when and how, stays as it is unless it is told. */
export async function renew(tx: Tx, actor: Actor, proved?: readonly SignInMethod[]): Promise<Renewed> {
  const { token, hash } = newToken()
  const { ceiling } = settle(isOpen(await store.renew(tx, actor.session, hash, proved)))
  return { token, expiresAt: cookieEnd(actor.signedInAt, ceiling) }
}

/** The person has a factor now. Whoever knows their password, and was asked to set one up beside them, is asked for it. */
export const askForFactor = (tx: Tx, { identity, session }: Actor) =>
  store.askForFactor(tx, identity, session, sessionEndAt('second_factor', tx.now, hardEnd(tx.now)))

/**
 * Recorded when the person is in, not while the second factor is missing: as an event, and in the sign-in activity. A
 * device that is new to the person is told by mail.
 */
export async function recordSignIn(
  tx: Tx,
  { address, userAgent }: Call,
  { identity, user, home }: Account,
  { session, methods, step }: Pick<Started, 'session' | 'methods' | 'step'>,
): Promise<void> {
  if (step === 'second_factor') return
  const { device } = await noteSuccess(tx, { identity, user, path: home.path, session, methods, address, userAgent })
  await tx.record('user.signed_in', {
    at: home,
    target: { kind: 'user', id: user },
    after: { address, userAgent },
    ...(device !== null && { inPassing: { device } }),
  })
}

/** The answer of every sign-in: who one is now. */
export async function presentMe(
  tx: Tx,
  user: string,
  {
    signedInAt,
    step,
    connection,
    byKey = false,
  }: Pick<Started, 'signedInAt' | 'step' | 'connection'> & {
    readonly byKey?: boolean
  },
): Promise<Omit<Me, 'accounts'> & Accounted> {
  const row = await accounts.me(tx, user)
  // Whoever knows a password and nothing else learns nothing more of its owner than that it is right.
  const half = step === 'second_factor'
  return {
    identity: row.identity_id,
    connection,
    only: byKey ? user : null,
    id: publicId('usr', row.id),
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    phone: half ? null : row.phone,
    language: row.language === 'de' ? 'de' : 'en',
    organization: organizationRef({ id: row.org_id, name: row.org_name, level: row.org_level }),
    grants: (half ? [] : row.grants).map((it) => ({
      role: { key: it.role, label: it.label },
      organization: organizationRef({ id: it.org_id, name: it.org_name, level: it.org_level }),
      permissions: it.permissions,
    })),
    step,
    signedInAt: signedInAt.toISOString(),
    version: row.version,
  }
}

/** The accounts open to a person who came by a connection, or without one; the one last used first, wherever they lie. */
export const accountsOf = (lookup: Lookup, identity: string, connection: string | null = null) =>
  lookup<accounts.AccountRow>(accounts.accountsStatement, [identity, connection])

/** For the list of accounts, which follows after the commit. */
interface Accounted {
  identity: string
  connection: string | null
  /** A program is of one account, and learns of no other. */
  only: string | null
}
interface AccountName {
  user: string
  id: string
  name: string
  level: string
}
/** After the commit, so that a new account is among them. */
export async function withAccounts(
  lookup: Lookup,
  { identity, connection, only, ...me }: Awaited<ReturnType<typeof presentMe>>,
): Promise<Me> {
  const half = me.step === 'second_factor'
  const rows = half ? [] : await lookup<AccountName>(accounts.accountNamesStatement, [identity, connection, only])
  return {
    ...me,
    accounts: rows.map((row) => ({ user: publicId('usr', row.user), organization: organizationRef(row) })),
  }
}

/** The hash of the password with which a signed-in person may prove who they are; none opens an account that takes none. */
export const passwordOf = async (lookup: Lookup, user: string): Promise<string | null> =>
  (await lookup<{ password_hash: string | null }>(federated.passwordStatement, [user]))[0]?.password_hash ?? null
