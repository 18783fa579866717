/** The invited person's side: looking at an invitation and accepting it. The secret proves that they read the mailbox. */
import { type invitations } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { newId, publicId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { tidy } from '../../platform/value/text.ts'
import { type AcceptPassword, type MinLength, createIdentity } from '../identities/index.ts'
import { claim, type Claimed } from '../joinings/index.ts'
import { endLockout, type Guard } from '../lockouts/index.ts'
import type { Policies } from '../policies/index.ts'
import { openSession, withAccounts } from '../sessions/index.ts'
import { hasActiveAccount, insertUser, lockOwn, replaceUser, returnUser } from '../users/index.ts'
import { stillStands } from './inviters.ts'
import { isAsInvited, mayComeByLink, mayHaveAnother, mayJoin, mayJoinAs, mayUse, takesPassword } from './rules.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly acceptPassword: AcceptPassword
  readonly minLength: MinLength
  readonly throttle: Throttle
  readonly guard: Guard
  readonly policies: Policies
}

export const acceptingWith = ({
  lookup,
  acceptPassword,
  minLength,
  throttle,
  guard,
  policies,
}: Capabilities): Pick<ActionsFor<typeof invitations>, 'open' | 'accept'> => ({
  async open({ now }, { token }) {
    const it = await usable(lookup, token, now)
    settle(mayComeByLink((await policies.effective(it.org_path, 'onboarding.modes')).value))
    const offers = await lookup<store.Offer & Record<string, unknown>>(store.offersStatement, [it.org_path])
    return {
      email: it.email,
      firstName: it.first_name,
      lastName: it.last_name,
      organization: it.org_name,
      role: { key: it.role, label: it.role_label },
      roleDescription: it.role_description,
      invitedBy: it.invited_by_name,
      expiresAt: it.expires_at.toISOString(),
      accountExists: it.claimed,
      minLength: await minLength({ ...(it.identity_id !== null && { identity: it.identity_id }), path: it.org_path }),
      offers: offers.map(({ id, name }) => ({ connection: publicId('con', id), name })),
      federatedOnly: it.federated,
    }
  },

  async accept(call, { token, password, language, ...names }) {
    const it = settle(takesPassword(await usable(lookup, token, call.now)))
    const [firstName, lastName] = [tidy(names.firstName), tidy(names.lastName)]
    settle(mayComeByLink((await policies.effective(it.org_path, 'onboarding.modes')).value)) // before any work
    const about = [it.email, `${firstName} ${lastName}`, it.org_name]
    const person = await (it.identity_id === null ? newPerson() : knownPerson(it.identity_id))
    const byPolicy = () => policies.values(it.org_path, 'reinvite.deactivated', 'email.uniqueness', 'onboarding.modes')
    const policy = await byPolicy()
    const how = settle(mayJoin(it.account_status === null ? undefined : { status: it.account_status }, policy))
    const user = how === 'reactivate' && it.account_id !== null ? it.account_id : newId()
    const account = { identity: person.identity, user, home: { id: it.org_id, path: it.org_path } }
    const scope = {
      reach: subtreeOf(it.org_path),
      identity: person.identity,
      user: account.user,
      name: `${firstName} ${lastName}`,
    }
    const { me, started } = await call.transact(scope, async (tx) => {
      // Asked again under the lock: who sent it may have lost the right while the password was hashed. A refusal rolls back.
      const open = settle(mayUse(await store.lockByToken(tx, hashOf(token)), call.now, await stillStands(lookup, it)))
      const old = it.account_id === null ? undefined : await lockOwn(tx, it.org_path, it.account_id)
      if (old) settle(isAsInvited(old, open.found_version))
      await person.prove(tx)
      const now = await byPolicy() // they may have changed, too
      settle(mayComeByLink(now['onboarding.modes']))
      settle(mayJoinAs(how, it.account_status, now))
      settle(mayHaveAnother(await hasActiveAccount(tx, person.identity, { besides: it.org_path }), now))
      await store.markAccepted(tx, it.id)
      if (old && how === 'reactivate')
        await returnUser(tx, old, { firstName, lastName, role: it.role, roleLabel: it.role_label })
      else {
        if (old) await replaceUser(tx, old, account.user)
        await insertUser(tx, {
          id: account.user,
          identity: person.identity,
          email: it.email,
          firstName,
          lastName,
          home: it.org_path,
          role: it.role,
          invitation: it.id,
        })
      }
      await recordJoining(tx, it, account.user, scope.name, how === 'reactivate')
      return openSession(tx, call, account, { methods: ['password'] }, policies)
    })
    await person.after()
    call.cookie.set(started.token, started.expiresAt)
    return withAccounts(lookup, me)

    /** Nobody has this address yet: the password becomes theirs. */
    async function newPerson(): Promise<Claimed & { identity: string }> {
      const passwordHash = await acceptPassword(password, { about, path: it.org_path }, rules.refusedPassword)
      const identity = newId()
      const speaks = language ?? it.language
      const made = { id: identity, email: it.email, passwordHash, language: speaks, mailboxProven: true }
      async function prove(tx: Tx) {
        await createIdentity(tx, made)
        // Whatever strangers tried at the address was nobody's password.
        await endLockout(tx, throttle, made)
      }
      return { identity, prove, after: () => Promise.resolve() }
    }
    /** Theirs once they have shown a password of their own; one of an account elsewhere proves the person. */
    async function knownPerson(identity: string): Promise<Claimed & { identity: string }> {
      const of = { identity, email: it.email, claimed: it.claimed }
      const claimed = await claim(
        { acceptPassword, guard, throttle },
        call,
        of,
        { password, about, path: it.org_path },
        rules,
      )
      return { identity, ...claimed }
    }
  },
})

async function usable(lookup: Lookup, token: string, now: Date): Promise<store.FoundInvitation> {
  const [it] = await lookup<store.FoundInvitation>(store.byTokenStatement, [hashOf(token)])
  return settle(mayUse(it, now, it && (await stillStands(lookup, it))))
}

export async function recordJoining(
  tx: Tx,
  it: store.FoundInvitation,
  user: string,
  name: string,
  again: boolean,
): Promise<void> {
  const at = { id: it.org_id, path: it.org_path }
  const accepted = { email: it.email, user: publicId('usr', user) }
  await tx.record('invitation.accepted', { at, target: { kind: 'invitation', id: it.id }, after: accepted })
  if (again) return // their return is recorded already
  const after = { email: it.email, name, role: it.role_label, status: 'active' }
  await tx.record('user.joined', { at, target: { kind: 'user', id: user }, after })
}
