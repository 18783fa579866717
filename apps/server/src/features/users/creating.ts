/** Accounts made directly. What the maker sees does not tell whether the person was here before. */
import type { users } from '@tenantry/contract'
import { newPassword, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { EventPassing, ToJoin } from '../../platform/db/passing.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import type { Node } from '../../platform/value/reach.ts'
import { canonicalEmail, tidy } from '../../platform/value/text.ts'
import { type AcceptPassword, createIdentity, findByEmail, languageOf } from '../identities/index.ts'
import { isStopped } from '../organizations/index.ts'
import type { Policies } from '../policies/index.ts'
import { assignable } from '../roles/index.ts'
import { reread } from './holding.ts'
import { insertUser } from './inserting.ts'
import {
  addressLimit,
  hashLimit,
  isScope,
  mayBeMade,
  mayCreate,
  mayCreateAt,
  mayCreateNow,
  mayGivePassword,
  mayOnboard,
  refusedPassword,
} from './rules.delegated.ts'
import { initialPasswordEnd, joiningEnd, roleNotAssignable, roleUnknown } from './rules.ts'
import { elsewhereStatement, lockAddress, nodeWithin, setJoining } from './store.delegated.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly acceptPassword: AcceptPassword
  readonly throttle: Throttle
  readonly policies: Policies
  /** The link with which a new person sets their first password, made in this transaction. */
  readonly issueSetUp: (tx: Tx, identity: string) => Promise<string>
  /** Is an invitation to this address open at this organization? */
  readonly isInvited: (tx: Tx, path: string, email: string) => Promise<boolean>
}

export const creatingWith = (capabilities: Capabilities): Pick<ActionsFor<typeof users>, 'create'> => ({
  async create(
    { actor, at, now, inReach },
    { email: written, role, scope, password, credentials = false, phone, reason, ...names },
  ) {
    const { lookup, acceptPassword, throttle, policies, issueSetUp, isInvited } = capabilities
    const email = canonicalEmail(written)
    const [firstName, lastName] = [tidy(names.firstName), tidy(names.lastName)]
    const name = `${firstName} ${lastName}`
    const hashed = credentials || password !== undefined ? [hashLimit(actor.user)] : []
    settle(mayCreateNow(await throttle.attempt([addressLimit(at.path, email), ...hashed], now)))
    const { 'signin.federated_only': rule } = await policies.values(at.path, 'signin.federated_only')
    settle(mayGivePassword(password !== undefined || credentials, rule))
    const asked = { credentials, password: password !== undefined }
    const onboarding = () => policies.values(at.path, 'onboarding.modes', 'password.admin_set', 'email.uniqueness')
    settle(mayOnboard(asked, await onboarding())) // before any work; decided under the lock
    const initial = credentials ? newPassword() : password
    // Hashed for somebody who is here already, too: the answer takes as long, and the hash is thrown away.
    const passwordHash =
      initial === undefined
        ? null
        : await acceptPassword(initial, { about: [email, name, at.name], path: at.path }, refusedPassword)
    const known = await findByEmail(lookup, email)
    // An address without a password is nobody's yet; whoever reads its mailbox sets one.
    const identity = known?.id ?? newId()
    return inReach(async (tx) => {
      settle(mayCreateAt(await isStopped(tx, at.path)))
      const place = scope === undefined ? at : await scopeWithin(tx, at, scope)
      const refused = { unknown: roleUnknown(), notAssignable: roleNotAssignable() }
      const to = settle(await assignable(tx, actor.grants, role, place, refused))
      await lockAddress(tx, at.path, email)
      settle(mayCreate(await store.byEmail(tx, at.path, email), await isInvited(tx, at.path, email)))
      const [elsewhere, rules] = await together(accountsElsewhere(lookup, email, at.path), onboarding())
      settle(mayOnboard(asked, rules))
      settle(mayBeMade(elsewhere, rules['email.uniqueness'], actor.grants))
      const user = newId()
      const joining = newToken()
      const account = { id: user, identity, email, firstName, lastName, home: at.path, scope: place.path, role: to.key }
      const link = { hash: joining.hash, until: joiningEnd(now) }
      if (!known) {
        const language = await languageOf(tx, actor.identity)
        const once = passwordHash === null ? {} : { initialUntil: initialPasswordEnd(now) }
        await createIdentity(tx, { id: identity, email, passwordHash, language, mailboxProven: false, ...once })
      }
      await insertUser(tx, { ...account, phone: phone ?? null, invitation: null, ...(known && { joining: link }) })
      const inPassing = await wayIn()
      await tx.record('user.created', {
        at,
        target: { kind: 'user', id: user },
        after: { email, name, role: to.label, scope: place.name, status: 'active' },
        reason,
        inPassing,
      })
      return reread(tx, { org_path: at.path, id: user })

      /** What the mail about the account offers its person. */
      async function wayIn(): Promise<EventPassing['user.created']> {
        if (rule === 'on') return { way: 'federated' }
        if (known) return { way: 'join', token: joining.token, expiresAt: link.until }
        if (initial !== undefined)
          return { way: 'initial', password: credentials ? initial : null, expiresAt: initialPasswordEnd(now) }
        return { way: 'set_up', token: await issueSetUp(tx, identity), expiresAt: joiningEnd(now) }
      }
    })
  },
})

/** Paths of the other organizations where an address has an active account. They may lie beyond the caller's reach. */
export const accountsElsewhere = async (lookup: Lookup, email: string, path: string): Promise<string[]> =>
  (await lookup<{ path: string }>(elsewhereStatement, [email, path])).map((it) => it.path)

/** The place named, at or below the organization. */
export const scopeWithin = async (tx: Tx, top: Node, scope: string): Promise<Node> =>
  settle(isScope(await nodeWithin(tx, top.path, innerId(scope))))

/** A new link for an account that nobody has confirmed yet; the one before is dead. */
export async function renewJoining(tx: Tx, it: store.UserRow): Promise<void> {
  await tx.record('password.reset_requested', {
    at: { id: it.org_id, path: it.org_path },
    target: { kind: 'user', id: it.id },
    after: { by: 'administrator' },
    inPassing: await askToConfirm(tx, it),
  })
}
/** The account opens once its person has confirmed it; the link for that, to send along with what is recorded. */
export async function askToConfirm(tx: Tx, it: store.UserRow): Promise<ToJoin> {
  const { token, hash } = newToken()
  const expiresAt = joiningEnd(tx.now)
  await setJoining(tx, it, hash, expiresAt)
  return { way: 'join', token, expiresAt }
}

export { hasActive as hasActiveAccount, lockAddress, lockPerson } from './store.delegated.ts'
