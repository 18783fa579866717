/** Opening a session, however the person proved who they are. */
import type { Me, SignInMethod, Step } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { newId, publicId } from '../../platform/value/ids.ts'
import type { Mark } from '../../platform/value/mark.ts'
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
  countedOf,
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
import { proofsWith, type Showing } from './proofs.ts'
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
  readonly vouched: boolean
}
/** On what somebody is let in. `from`: the session that this one goes on from; it counts from the same sign-in. */
export interface Grounds {
  readonly methods: readonly SignInMethod[]
  /** Through which somebody came who came by federation, or with a passkey that carries it. */
  readonly connection?: string | null
  /** Of the second factor among the methods. */
  readonly factor?: Mark | null
  readonly from?: { readonly signedInAt: Date; readonly provedAt: Date | null; readonly own: boolean }
  /** Asked in the same transaction: nothing is written before it is answered, and nothing at all where it fails. */
  readonly given?: Promise<unknown>
}
/** All that is known of a session while it is written. */
export type Opened = Omit<Started, 'expiresAt'>
/**
 * In the transaction that proved the person; the cookie is set once that has committed. `along`: what is sent to the database
 * along with the session, so that a sign-in waits once for both.
 */
export async function start<T>(
  tx: Tx,
  call: Call,
  { identity, user, home }: Account,
  {
    methods: proved,
    connection = null,
    factor: shownFactor = null,
    from = { signedInAt: call.now, provedAt: call.now, own: connection === null },
    given = Promise.resolve(),
  }: Grounds,
  policies: Policies,
  along: (opened: Opened) => Promise<T>,
): Promise<{ started: Started; along: T }> {
  const { token, hash } = newToken()
  const { signedInAt, own: ownProof } = from
  const vouched = proved.includes('federated')
  const { address, userAgent, cookie } = call
  const session = newId()
  // First of them: where it says no, whatever the others miss is missing for that reason.
  const [, opens, asked] = await together(
    given,
    federated.opensAccount(tx, user, { connection, vouched }),
    askedOf(tx, identity, user, home, policies, shownFactor),
  )
  // Here, where every session begins: to an account that is for federated sign-in only nothing else leads, by whatever path.
  settle(maySignIn(opens, true))
  const shown = countedOf(proved, asked.shown_counts)
  const remembered =
    asked.has_factor && !isWhole(shown) && (await isRemembered(tx, call, identity, home, asked.rememberDays))
  const methods: readonly SignInMethod[] = remembered ? [...shown, 'remembered_device'] : shown
  // Nothing was shown now but the password: what asks for a fresh proof wants to see the second factor itself. Nor does what
  // does not count here say who is; a provider's word does, as far as it goes.
  const provedAt = remembered ? null : asked.shown_counts ? from.provedAt : vouched ? from.signedInAt : null
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
    ownProof,
    connection,
    factor: asked.shown_counts ? shownFactor : null,
  })
  const once = asked.must_change_password && methods.includes('password')
  const opened: Opened = { session, methods, token, signedInAt, step, connection, vouched }
  const [ceiling, used, result] = await together(
    inserted,
    once ? spendInitialPassword(tx, identity) : Promise.resolve(true),
    along(opened),
    // The browser forgets it for this one: nobody would end it any more.
    cookie.token === null ? Promise.resolve() : endHeld(tx, hashOf(cookie.token)),
    step === 'second_factor' ? Promise.resolve() : accounts.noteSignIn(tx, user, connection),
  )
  // Here, where every session begins: a password for one sign-in opens no second one, by whatever path.
  settle(mayUseOnce(!used))
  return { started: { ...opened, expiresAt: cookieEnd(signedInAt, ceiling) }, along: result }
}
/** A sign-in, however the person proved who they are: their session, the record of it, and the answer. */
export async function openSession<T = null>(
  tx: Tx,
  call: Call,
  account: Account,
  grounds: Grounds,
  policies: Policies,
  along: (opened: Opened) => Promise<T | null> = () => Promise.resolve(null),
) {
  const all = (opened: Opened) =>
    together(presentMe(tx, account.user, opened), along(opened), recordSignIn(tx, call, account, opened))
  const { started, along: results } = await start(tx, call, account, grounds, policies, all)
  const [me, result] = results
  return { started, me, along: result }
}

/** What is asked of whoever enters this account, by itself, its roles and what holds where it is at home. */
async function askedOf(
  tx: Tx,
  identity: string,
  user: string,
  home: { path: string },
  policies: Policies,
  factor: Mark | null,
) {
  const [demands, rules] = await Promise.all([
    accounts.demands(tx, identity, user, factor),
    policies.values(home.path, 'mfa.required', 'mfa.remember_days'),
  ])
  const required = requiredBy(demands, rules['mfa.required']) !== null
  return { ...demands, required, rememberDays: rules['mfa.remember_days'] }
}
async function isRemembered(
  tx: Tx,
  { rememberedBrowser: browser, now }: Call,
  identity: string,
  home: { path: string },
  days: number,
): Promise<boolean> {
  if (days === 0 || browser.token === null) return false
  return recognizeDevice(tx, identity, hashOf(browser.token), rememberedSince(now, days), home.path)
}

/**
 * In the transaction that took the step: what is left of the sign-in now. The session gets a new secret with its new
 * rights. `shown`: with what the step was taken.
 */
export async function takeStep(
  tx: Tx,
  { session, signedInAt, identity, user, connection, vouched }: Actor,
  home: { path: string },
  policies: Policies,
  shown?: Showing,
): Promise<Started> {
  const { token, hash } = newToken()
  const { methods, own, factor } = await proofsWith(tx, session, shown)
  const step = nextStep(methods, await askedOf(tx, identity, user, home, policies, factor))
  const expiresAt = sessionEndAt(step, tx.now, hardEnd(signedInAt))
  const { ceiling } = settle(
    isOpen(await store.goOn(tx, session, { tokenHash: hash, step, methods, own, factor, expiresAt })),
  )
  return { session, methods, token, signedInAt, expiresAt: cookieEnd(signedInAt, ceiling), step, connection, vouched }
}
/** The person has a factor now. Whoever knows their password, and was asked to set one up beside them, is asked for it where it counts. */
export const askForFactor = (tx: Tx, { identity, session }: Actor, mark: Mark) =>
  store.askForFactor(tx, identity, mark, session, sessionEndAt('second_factor', tx.now, hardEnd(tx.now)))

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
    vouched,
    byKey = false,
  }: Pick<Started, 'signedInAt' | 'step' | 'connection' | 'vouched'> & {
    readonly byKey?: boolean
  },
): Promise<Omit<Me, 'accounts'> & Accounted> {
  const row = await accounts.me(tx, user)
  // Whoever knows a password and nothing else learns nothing more of its owner than that it is right.
  const half = step === 'second_factor'
  return {
    identity: row.identity_id,
    way: { connection, vouched },
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

const byOneself: federated.Way = { connection: null, vouched: false }
/** The accounts open to a person who came by a connection, or without one; the one last used first, wherever they lie. */
export const accountsOf = (lookup: Lookup, identity: string, { connection, vouched } = byOneself) =>
  lookup<accounts.AccountRow>(accounts.accountsStatement, [identity, connection, vouched])

/** For the list of accounts, which follows after the commit. */
interface Accounted {
  identity: string
  way: federated.Way
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
  { identity, way, only, ...me }: Awaited<ReturnType<typeof presentMe>>,
): Promise<Me> {
  const half = me.step === 'second_factor'
  const asked = [identity, way.connection, way.vouched, only]
  const rows = half ? [] : await lookup<AccountName>(accounts.accountNamesStatement, asked)
  return {
    ...me,
    accounts: rows.map((row) => ({ user: publicId('usr', row.user), organization: organizationRef(row) })),
  }
}

/** The hash of the password with which a signed-in person may prove who they are; none opens an account that takes none. */
export const passwordOf = async (lookup: Lookup, user: string): Promise<string | null> =>
  (await lookup<{ password_hash: string | null }>(federated.passwordStatement, [user]))[0]?.password_hash ?? null
