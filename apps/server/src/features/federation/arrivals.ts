/** Who it is that a provider vouches for: somebody linked, somebody known, somebody new; or nobody who may come in. */
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation, Unavailable } from '../../platform/db/unavailable.ts'
import { settle } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { Call } from '../../platform/value/call.ts'
import { newId } from '../../platform/value/ids.ts'
import { isWithin } from '../../platform/value/reach.ts'
import { createIdentity, findByEmail } from '../identities/index.ts'
import type { Invitation, Invited } from '../invitations/index.ts'
import type { Policies } from '../policies/index.ts'
import { mayAssign } from '../roles/index.ts'
import type { Account } from '../sessions/index.ts'
import { insertUser } from '../users/index.ts'
import {
  domainOf,
  isAddressed,
  isInvited,
  isOpened,
  mayCome,
  mayConfer,
  mayHaveAnother,
  mayTakeFor,
  roleFor,
} from './rules.ts'
import * as store from './store.signing-in.ts'
import type { Voucher } from './vouching.ts'

export interface Arrival {
  readonly account: Account
  readonly name: string
  /** Makes it so, in the transaction of the sign-in: the link, the account, the person. A refusal rolls back. */
  readonly settled: (tx: Tx) => Promise<void>
}
interface Capabilities {
  readonly lookup: Lookup
  readonly policies: Policies
  readonly invited: Invited
}
type Settled = Arrival['settled']

export const arrivalsWith = ({ lookup, policies, invited }: Capabilities) => {
  const rows = <R>(statement: { name: string; text: string }, values: unknown[]) =>
    lookup<R & Record<string, unknown>>(statement, values)
  const accountsOf = (identity: string) => rows<store.AccountRow>(store.accountsStatement, [identity])

  return async function arrive(connection: store.UnderWay, who: Voucher, { language, now }: Call): Promise<Arrival> {
    const invitation = await invitationOf(connection, who, now)
    const [link] = await rows<store.LinkRow>(store.linkStatement, [connection.id, who.subject])
    if (link) {
      const settled: Settled = async (tx) =>
        void settle(isOpened((await store.noteUse(tx, link.id, link.identity_id, who.email)) || undefined))
      return into(link.identity_id, await accountsOf(link.identity_id), settled)
    }
    const known = who.email === null ? undefined : await findByEmail(lookup, who.email)
    const accounts = known ? await accountsOf(known.id) : []
    const setter = await rows<store.Holding>(store.holdingsStatement, [connection.set_by])
    const speaks =
      invitation?.shown === true ||
      (who.email !== null && (await rows(store.speaksForStatement, [connection.id, domainOf(who.email)])).length > 0)
    const about = known && {
      homes: accounts.map((it) => it.path),
      grants: await rows<Grant>(store.grantsStatement, [known.id]),
      linked: (await rows(store.linkOfStatement, [connection.id, known.id])).length > 0,
    }
    settle(mayTakeFor(who, speaks, about, connection.org_path, setter))
    const identity = known?.id ?? newId()
    const settled: Settled = (tx) => link_(tx, identity, known === undefined)
    return into(identity, accounts, settled, known === undefined)

    /** The account that is entered: the one there is within the organization, or a new one where newcomers get one. */
    async function into(identity: string, all: readonly store.AccountRow[], link: Settled, nobody = false) {
      const there = all.filter((it) => isWithin(it.path, connection.org_path))
      const open = there.filter((it) => it.status === 'active' && !it.stopped)
      const account = open.find((it) => !it.joining) ?? open[0]
      const asked = invitation && isInvited(invitation.it, nobody ? null : identity) ? invitation : undefined
      if (asked?.shown || (asked && !account)) return newcomer(identity, false, nobody, link, asked.it)
      return account ? known_(identity, account, link) : newcomer(identity, there.length > 0, nobody, link)
    }
    async function known_(identity: string, it: store.AccountRow, link: Settled): Promise<Arrival> {
      const home = { id: it.org_id, path: it.path }
      const settled: Settled = async (tx) => {
        await link(tx)
        if (it.joining && (await store.confirmJoining(tx, it.user)))
          await tx.record('user.joining_confirmed', {
            at: home,
            target: { kind: 'user', id: it.user },
            after: { status: 'active' },
          })
      }
      return { account: { identity, user: it.user, home }, name: it.name, settled }
    }
    /** Where they are invited, in the role they are invited to; else in the connection's organization, by its mapping. */
    async function newcomer(identity: string, there: boolean, nobody: boolean, link: Settled, asked?: Invitation) {
      const wanted = roleFor(connection.role_map, who.values, connection.default_role)
      const key = asked?.role ?? settle(mayCome(connection.newcomers, wanted, there, !nobody))
      const [role] = await rows<store.RoleRow>(store.roleStatement, [key])
      const holdings = await rows<store.Holding>(store.holdingsStatement, [connection.set_by])
      const { org_id, org_path, org_level, org_name } = asked ?? connection
      const at = { id: org_id, path: org_path, level: org_level, name: org_name }
      const assigns = new Map(holdings.map((it) => [it.role, it.assigns]))
      settle(mayConfer(role !== undefined && mayAssign(holdings, assigns, role, at)))
      const email = nobody ? (who.email ?? '') : await emailOf(identity)
      const uniqueness = await policies.effective(at.path, 'email.uniqueness')
      const user = newId()
      const name = `${who.firstName} ${who.lastName}`
      const settled: Settled = async (tx) => {
        if (nobody) {
          const made = { id: identity, email, passwordHash: null, language }
          await createIdentity(tx, made).catch(joinedElsewhere)
        }
        settle(mayHaveAnother(await store.countElsewhere(tx, identity), uniqueness.value))
        const { firstName, lastName } = who
        if (asked) {
          await invited.accept(tx, asked, { identity, user, firstName, lastName })
          return link(tx)
        }
        await insertUser(tx, {
          id: user,
          identity,
          email,
          firstName,
          lastName,
          home: at.path,
          role: key,
          invitation: null,
        })
        await link(tx)
        const after = { email, name, role: role?.label ?? key, status: 'active' }
        await tx.record('user.joined', { at, target: { kind: 'user', id: user }, after })
      }
      return { account: { identity, user, home: at }, name, settled }
    }
    async function link_(tx: Tx, identity: string, newcomer = false): Promise<void> {
      const { subject, email } = who
      await store.insertLink(tx, { id: newId(), connection, identity, subject, email }).catch(joinedElsewhere)
      await tx.record('user.sign_in_linked', {
        at: { id: connection.org_id, path: connection.org_path },
        target: { kind: 'user', id: tx.by.user ?? identity },
        after: { connection: connection.name, email },
        ...(newcomer && { inPassing: { newcomer: true } }),
      })
    }
  }

  /** The one that the sign-in was begun with, else whichever is open for the address that the provider vouches for. */
  async function invitationOf(connection: store.UnderWay, { email, verified }: Voucher, now: Date) {
    const { invitation_id: id, org_path: path } = connection
    if (id !== null) {
      const it = settle(isOpened(await invited.byId(id, now)))
      settle(isOpened(isWithin(it.org_path, path) || undefined))
      settle(isAddressed(verified && email === it.email))
      return { it, shown: true }
    }
    const it = email !== null && verified ? await invited.byAddress(email, path, now) : undefined
    return it && { it, shown: false }
  }
  async function emailOf(identity: string): Promise<string> {
    const [found] = await rows<{ email: string }>(store.emailStatement, [identity])
    return settle(isOpened(found)).email
  }
}

/** The same person came, or was added, in this very moment: the next try finds them. */
function joinedElsewhere(error: unknown): never {
  const constraints = [
    'identities_email_key',
    'federated_links_connection_id_subject_key',
    'federated_links_connection_id_identity_id_key',
    'users_one_account',
  ]
  throw constraints.some((it) => isUniqueViolation(error, it)) ? new Unavailable('this person came just now') : error
}
