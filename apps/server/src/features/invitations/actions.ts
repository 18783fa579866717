import { type invitations, type Invitation } from '@tenantry/contract'
import { newToken } from '../../platform/crypto/keys.ts'
import { boundedCount, pageOf } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Actor } from '../../platform/value/actor.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { canonicalEmail, tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { languageOf } from '../identities/index.ts'
import { isStopped } from '../organizations/index.ts'
import { allowedBy, assignable, grantsOf, outranks } from '../roles/index.ts'
import { accountOf, accountsElsewhere, addressLimit, lockAddress } from '../users/index.ts'
import { acceptingWith, type Capabilities } from './accepting.ts'
import { standing, stillStands } from './inviters.ts'
import * as listing from './listing.ts'
import { present } from './present.ts'
import {
  exists,
  invitationEnd,
  mayAdd,
  mayBeTaken,
  mayCancel,
  mayComeByLink,
  mayInvite,
  mayInviteTo,
  mayResend,
  mayResendNow,
  mostOpen,
  roleNotAssignable,
  roleUnknown,
  mayInviteNow,
  statusAt,
} from './rules.ts'
import * as store from './store.ts'

export const actionsWith = (capabilities: Capabilities): ActionsFor<typeof invitations> => ({
  ...acceptingWith(capabilities),

  list: ({ at, now, cursor, inReach }, { limit = 50, sort = 'createdAt', order = 'desc', status = 'open', search }) =>
    inReach(async (tx) => {
      const rows = await listing.list(tx, { path: at.path, search, status }, sort, order, cursor.after, limit)
      const stands = await standing(
        capabilities.lookup,
        rows.filter((row) => statusAt(now, row) === 'pending'),
      )
      return pageOf(
        rows,
        limit,
        (row) => cursor.seal([listing.sortValue(row, sort), row.id]),
        (row) => present(row, now, stands.has(row.id)),
      )
    }),
  count: ({ at, inReach }, { status = 'open', search }) =>
    inReach(async (tx) => boundedCount(await listing.count(tx, { path: at.path, search, status }))),
  show: ({ at, now, inReach }, { invitation }) =>
    inReach(async (tx) => {
      const row = settle(exists(await store.find(tx, at.path, innerId(invitation))))
      return present(row, now, await stillStands(capabilities.lookup, row))
    }),

  async create({ actor, at, now, inReach }, { email: written, role, firstName, lastName, language }) {
    const email = canonicalEmail(written)
    settle(mayInviteNow(await capabilities.throttle.attempt([addressLimit(at.path, email)], now)))
    return inReach(async (tx) => {
      settle(mayInviteTo(await isStopped(tx, at.path)))
      settle(
        await assignable(tx, actor.grants, role, at, { unknown: roleUnknown(), notAssignable: roleNotAssignable() }),
      )
      await lockAddress(tx, at.path, email)
      const [open, { account, elsewhere, rules }] = await together(
        store.lockOpen(tx, at.path, email),
        known(tx, capabilities, actor, at.path, email),
      )
      settle(mayInvite(account, open, await store.countOpen(tx, at.path, mostOpen), rules, now))
      const taken = settle(mayBeTaken(elsewhere, rules, seenBy(actor)))
      if (open) await store.revoke(tx, open.id) // expired: this one takes its place
      const { token, hash } = newToken()
      const id = newId()
      const expiresAt = invitationEnd(now)
      await store.insert(tx, {
        id,
        path: at.path,
        email,
        firstName: firstName ? tidy(firstName) : null,
        lastName: lastName ? tidy(lastName) : null,
        role,
        language: language ?? (await languageOf(tx, actor.identity)),
        tokenHash: hash,
        invitedBy: actor.user,
        invitedByName: actor.name,
        expiresAt,
        foundVersion: account?.version ?? null,
      })
      const after = { email, role, expiresAt: expiresAt.toISOString() }
      await tx.record('invitation.created', {
        at,
        target: { kind: 'invitation', id },
        after,
        inPassing: { token: taken ? null : token },
      })
      return reread(tx, at.path, id)
    })
  },

  async resend({ actor, at, now, expects, inReach }, { invitation }) {
    settle(
      mayResendNow(
        await capabilities.throttle.attempt([{ name: `resend/${actor.user}/${invitation}`, most: 10 }], now),
      ),
    )
    return inReach(async (tx) => {
      const it = settle(exists(await store.lock(tx, at.path, innerId(invitation))))
      settle(mayInviteTo(await isStopped(tx, at.path)))
      settle(mayResend(it, now))
      const { account, elsewhere, rules } = await known(tx, capabilities, actor, at.path, it.email)
      settle(mayAdd(account, rules))
      const taken = settle(mayBeTaken(elsewhere, rules, seenBy(actor)))
      settle(
        await assignable(tx, actor.grants, it.role, at, {
          unknown: roleNotAssignable(),
          notAssignable: roleNotAssignable(),
        }),
      )
      settle(versionIs(expects, it.version))
      const { token, hash } = newToken()
      const expiresAt = invitationEnd(now)
      await store.renew(tx, it.id, hash, expiresAt, actor, account?.version ?? null)
      const after = { email: it.email, expiresAt: expiresAt.toISOString() }
      await tx.record('invitation.resent', {
        at,
        target: { kind: 'invitation', id: it.id },
        after,
        inPassing: { token: taken ? null : token },
      })
      return reread(tx, at.path, it.id)
    })
  },

  cancel: ({ actor, at, now, expects, inReach }, { invitation }) =>
    inReach(async (tx) => {
      const it = settle(exists(await store.lock(tx, at.path, innerId(invitation))))
      settle(mayCancel(it, now))
      // Nobody takes away what they could not have given.
      settle(
        await assignable(tx, actor.grants, it.role, at, {
          unknown: roleNotAssignable(),
          notAssignable: roleNotAssignable(),
        }),
      )
      settle(versionIs(expects, it.version))
      await store.revoke(tx, it.id)
      await tx.record('invitation.revoked', {
        at,
        target: { kind: 'invitation', id: it.id },
        after: { email: it.email },
      })
      return reread(tx, at.path, it.id)
    }),
})

/** After the caller made or changed it, who was found to have the right just now. */
const reread = async (tx: Tx, path: string, id: string): Promise<Invitation> =>
  present(settle(exists(await store.find(tx, path, id))), tx.now, true)

/** What is known of an address that somebody invites: its account here, those elsewhere, and the policies about both. */
async function known(tx: Tx, { lookup, policies }: Capabilities, actor: Actor, path: string, email: string) {
  const [found, elsewhere, rules] = await together(
    accountOf(tx, path, email),
    accountsElsewhere(lookup, email, path),
    policies.values(path, 'reinvite.deactivated', 'email.uniqueness', 'onboarding.modes'),
  )
  settle(mayComeByLink(rules['onboarding.modes']))
  const account = found && { ...found, outranked: outranks(actor.grants, await grantsOf(tx, found.id)) }
  return { account, elsewhere, rules }
}
const seenBy = (actor: Actor) => (path: string) => allowedBy(actor.grants, 'users.read', path) !== undefined

export const isOpen = store.isOpen
