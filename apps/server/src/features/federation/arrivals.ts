/** Who it is that a provider vouches for: somebody linked, somebody known, somebody new; or nobody who may come in. */
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation, Unavailable } from '../../platform/db/unavailable.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { Call } from '../../platform/value/call.ts'
import { newId } from '../../platform/value/ids.ts'
import { isWithin, type Node } from '../../platform/value/reach.ts'
import { createIdentity, findByEmail, lockAddressed, lockIdentity } from '../identities/index.ts'
import type { Invitation, Invited } from '../invitations/index.ts'
import { beginAnew } from '../lockouts/index.ts'
import type { Policies } from '../policies/index.ts'
import type { Account } from '../sessions/index.ts'
import { hasActiveAccount, insertUser } from '../users/index.ts'
import { placeOf, setterOf } from './conferring.ts'
import { link } from './linking.ts'
import { arrivalOf, isAddressed, isOpened, mayConfer, mayHaveAnother } from './rules.arriving.ts'
import { begunWith, domainOf } from './rules.ts'
import * as store from './store.signing-in.ts'
import type { Voucher } from './vouching.ts'

export interface Arrival {
  readonly account: Account
  readonly name: string
  /** Makes it so, in the transaction of the sign-in: the person, locked, the account, the link. A refusal rolls back. */
  readonly settled: (tx: Tx) => Promise<void>
}
interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly policies: Policies
  readonly invited: Invited
}
/** Whom the rules found, and how they are found the next time. */
interface Person {
  readonly identity: string
  readonly who: Voucher
  readonly connection: store.UnderWay
  /** The link there is. */
  readonly link: store.LinkRow | undefined
  /** Nobody has the address: they are made. */
  readonly isNew: boolean
  /** The mailbox is theirs, by the word of whoever owns its domain or by an invitation's link. */
  readonly proves: boolean
  /** Let in because nothing is theirs before they come. */
  readonly anew: boolean
  readonly language: string
}

export const arrivalsWith = (given: Capabilities) => {
  const { lookup, invited } = given
  return async function arrive(connection: store.UnderWay, who: Voucher, { language, now }: Call): Promise<Arrival> {
    const invitation = await invitationOf(invited, connection, who, now)
    const { holdings, gives } = await setterOf(lookup, connection)
    const {
      link: there,
      identity,
      accounts,
      known,
      speaks,
    } = await foundBy(lookup, connection, who, invitation?.shown === true)
    const linked = there?.identity_id ?? null
    const facts = { who, connection, linked, known, speaks, setter: holdings, accounts, invitation }
    const arrives = settle(arrivalOf(facts))
    const isNew = identity === null
    // An invitation proves the mailbox of the address it went to: that of whom it is for, and of nobody else who comes with it.
    const proves = there === undefined || (arrives.kind === 'invited' && invitation?.shown === true)
    const person: Person = {
      identity: identity ?? newId(),
      who,
      connection,
      link: there,
      isNew,
      proves,
      anew: known?.anew === true,
      language,
    }
    if (arrives.kind === 'linked' || arrives.kind === 'known') return entering(given, person, arrives.account)
    const [at, key] =
      arrives.kind === 'invited'
        ? [placeOf(arrives.invitation), arrives.invitation.role]
        : [placeOf(connection), arrives.role]
    const role = settle(mayConfer(await gives(key, at)))
    if (arrives.kind === 'invited') return accepting(given, person, arrives.invitation)
    return provisioning(given, person, at, role, isNew ? (who.email ?? '') : await emailOf(lookup, person.identity))
  }
}

/** By the subject, else by the address. `shown`: with the link of an invitation to it. */
async function foundBy(lookup: Lookup, connection: store.UnderWay, { subject, email }: Voucher, shown: boolean) {
  const rows = <R extends object>(statement: { name: string; text: string }, values: unknown[]) =>
    lookup<R>(statement, values)
  const accountsOf = (identity: string) => rows<store.AccountRow>(store.accountsStatement, [identity])
  const [there] = await rows<store.LinkRow>(store.linkStatement, [connection.id, subject])
  if (there) {
    const identity = there.identity_id
    return { link: there, identity, accounts: await accountsOf(identity), known: undefined, speaks: false }
  }
  const person = email === null ? undefined : await findByEmail(lookup, email)
  const accounts = person ? await accountsOf(person.id) : []
  const speaks = email !== null && (await rows(store.speaksForStatement, [connection.id, domainOf(email)])).length > 0
  // Who never used a link of their mailbox was made by others, wherever they are, and begins anew by the word of its domain's
  // owner, or by an invitation's link.
  const anew = person?.proven === false && (speaks || shown)
  const isIn = (it: store.AccountRow) => isWithin(it.path, connection.org_path)
  const known = person && {
    identity: person.id,
    // What others made for them elsewhere is not theirs: before the first link, or never confirmed.
    homes: accounts.filter((it) => (it.own && !anew) || isIn(it)).map((it) => it.path),
    grants: await rows<Grant>(store.grantsStatement, [person.id, connection.org_path, anew]),
    linked: !anew && (await rows(store.linkOfStatement, [connection.id, person.id])).length > 0,
    anew,
  }
  return { link: undefined, identity: person?.id ?? null, accounts, known, speaks }
}
/** The one that the sign-in was begun with, else whichever is open for the address that the provider vouches for. */
async function invitationOf(invited: Invited, connection: store.UnderWay, { email, verified }: Voucher, now: Date) {
  const { invitation_id: id, org_path: path } = connection
  if (id !== null) {
    const it = settle(isOpened(begunWith(await invited.byId(id, now), connection)))
    settle(isOpened(isWithin(it.org_path, path) || undefined))
    settle(isAddressed(verified && email === it.email))
    return { it, shown: true }
  }
  const it = email !== null && verified ? await invited.byAddress(email, path, now) : undefined
  return it && { it, shown: false }
}
async function emailOf(lookup: Lookup, identity: string): Promise<string> {
  const [found] = await lookup<{ email: string }>(store.emailStatement, [identity])
  return settle(isOpened(found)).email
}

/** An account that is there; whoever was to confirm it has done so by coming through the provider of its organization. */
function entering({ throttle }: Capabilities, person: Person, it: store.AccountRow): Arrival {
  const account = { identity: person.identity, user: it.user, home: { id: it.org_id, path: it.path } }
  return {
    account,
    name: it.name,
    async settled(tx) {
      const proven = await locked(tx, throttle, person)
      await linkOf(tx, person, account)
      if (!it.joining) return
      settle(isOpened(proven))
      if (!(await store.confirmJoining(tx, it.user))) return
      const after = { status: 'active' }
      await tx.record('user.joining_confirmed', { at: account.home, target: { kind: 'user', id: it.user }, after })
    },
  }
}
/** Where they are invited, in the role they are invited to. */
function accepting({ throttle, policies, invited }: Capabilities, person: Person, it: Invitation): Arrival {
  const account = { identity: person.identity, user: newId(), home: placeOf(it) }
  const { firstName, lastName } = person.who
  return {
    account,
    name: `${firstName} ${lastName}`,
    async settled(tx) {
      const proven = await personOf(tx, throttle, person, it.email)
      settle(isOpened(proven))
      await onlyOne(tx, policies, account, !person.anew)
      await invited.accept(tx, it, { ...account, firstName, lastName }).catch(cameMeanwhile)
      await linkOf(tx, person, account)
    },
  }
}
/** An account in the connection's organization, by its mapping. */
function provisioning(
  { throttle, policies }: Capabilities,
  person: Person,
  at: Node,
  role: store.RoleRow,
  email: string,
): Arrival {
  const account = { identity: person.identity, user: newId(), home: at }
  const { identity, user } = account
  const { firstName, lastName } = person.who
  const name = `${firstName} ${lastName}`
  const made = { id: user, identity, email, firstName, lastName, home: at.path, role: role.key, invitation: null }
  return {
    account,
    name,
    async settled(tx) {
      await personOf(tx, throttle, person, email)
      await onlyOne(tx, policies, account, !person.anew)
      await insertUser(tx, made).catch(cameMeanwhile)
      const after = { email, name, role: role.label, status: 'active' }
      await tx.record('user.joined', { at, target: { kind: 'user', id: user }, after })
      await linkOf(tx, person, account)
    },
  }
}

/** Made where nobody has the address, and locked. */
async function personOf(tx: Tx, throttle: Throttle, person: Person, email: string) {
  const { identity: id, isNew, language } = person
  if (isNew) await createIdentity(tx, { id, email, passwordHash: null, language, mailboxProven: true })
  return locked(tx, throttle, person)
}
/** What is meant for whoever reads the mailbox is not for somebody who never showed that they do, linked or not. */
async function locked(tx: Tx, throttle: Throttle, { identity, link: there, proves, anew, who, connection }: Person) {
  const first = proves && (await beginAnew(tx, throttle, identity, { connection: connection.id, subject: who.subject }))
  if (anew && !first) throw new Unavailable('this person used a link just now')
  const found = there ? lockIdentity(tx, identity) : lockAddressed(tx, identity, who.email ?? '')
  return (await found).mailbox_proven_at ?? undefined
}
/** While the person is locked. */
export async function onlyOne(
  tx: Tx,
  policies: Policies,
  { identity, home }: Pick<Account, 'identity' | 'home'>,
  told = true,
): Promise<void> {
  const { value } = await policies.effective(home.path, 'email.uniqueness')
  settle(mayHaveAnother(await hasActiveAccount(tx, identity, { besides: home.path }), value, told))
}
/** A link that is there is still theirs; one that is not is made. */
async function linkOf(tx: Tx, { link: there, who, connection, identity, isNew }: Person, account: Account) {
  const { subject, email } = who
  if (!there) return link(tx, { connection, subject, email }, account, isNew)
  settle(isOpened((await store.noteUse(tx, there.id, identity, email)) || undefined))
}
/** The same person came, or was added, in this very moment: the next try finds them. */
export function cameMeanwhile(error: unknown): never {
  throw isUniqueViolation(error, 'users_one_account') ? new Unavailable('this person came just now') : error
}
