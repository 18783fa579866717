import { type invitations, type Invitation } from '@tenantry/contract'
import { newToken } from '../../platform/crypto/keys.ts'
import { boundedCount, pageOf } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { canonicalEmail, tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { languageOf } from '../identities/index.ts'
import { assignable } from '../roles/index.ts'
import { accountOf } from '../users/index.ts'
import { acceptingWith, type Capabilities } from './accepting.ts'
import { present } from './present.ts'
import {
  exists,
  invitationEnd,
  mayAdd,
  mayCancel,
  mayInvite,
  mayResend,
  mayResendNow,
  mostOpen,
  roleNotAssignable,
  roleUnknown,
  inviteLimit,
  mayInviteNow,
} from './rules.ts'
import * as store from './store.ts'

export const actionsWith = (capabilities: Capabilities): ActionsFor<typeof invitations> => ({
  ...acceptingWith(capabilities),

  list: ({ at, now, cursor, inReach }, { limit = 50, sort = 'createdAt', order = 'desc', status = 'open', search }) =>
    inReach(async (tx) => {
      const rows = await store.list(tx, { path: at.path, search, status }, sort, order, cursor.after, limit)
      return pageOf(
        rows,
        limit,
        (row) => cursor.seal([store.sortValue(row, sort), row.id]),
        (row) => present(row, now),
      )
    }),
  count: ({ at, inReach }, { status = 'open', search }) =>
    inReach(async (tx) => boundedCount(await store.count(tx, { path: at.path, search, status }))),
  show: ({ at, inReach }, { invitation }) => inReach((tx) => reread(tx, at.path, innerId(invitation))),

  async create({ actor, at, now, inReach }, { email: written, role, firstName, lastName, language }) {
    const email = canonicalEmail(written)
    settle(mayInviteNow(await capabilities.throttle.attempt([inviteLimit(at.path, email)], now)))
    return inReach(async (tx) => {
      settle(
        await assignable(tx, actor.grants, role, at, { unknown: roleUnknown(), notAssignable: roleNotAssignable() }),
      )
      await store.lockAddress(tx, at.path, email)
      const open = await store.lockOpen(tx, at.path, email)
      settle(mayInvite(await accountOf(tx, at.path, email), open, await store.countOpen(tx, at.path, mostOpen), now))
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
      })
      const after = { email, role, expiresAt: expiresAt.toISOString() }
      await tx.record('invitation.created', { at, target: { kind: 'invitation', id }, after, inPassing: { token } })
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
      settle(mayResend(it, now))
      settle(versionIs(expects, it.version))
      settle(mayAdd(await accountOf(tx, at.path, it.email)))
      settle(
        await assignable(tx, actor.grants, it.role, at, {
          unknown: roleNotAssignable(),
          notAssignable: roleNotAssignable(),
        }),
      )
      const { token, hash } = newToken()
      const expiresAt = invitationEnd(now)
      await store.renew(tx, it.id, hash, expiresAt)
      const after = { email: it.email, expiresAt: expiresAt.toISOString() }
      await tx.record('invitation.resent', {
        at,
        target: { kind: 'invitation', id: it.id },
        after,
        inPassing: { token },
      })
      return reread(tx, at.path, it.id)
    })
  },

  cancel: ({ actor, at, now, expects, inReach }, { invitation }) =>
    inReach(async (tx) => {
      const it = settle(exists(await store.lock(tx, at.path, innerId(invitation))))
      settle(mayCancel(it, now))
      settle(versionIs(expects, it.version))
      // Nobody takes away what they could not have given.
      settle(
        await assignable(tx, actor.grants, it.role, at, {
          unknown: roleNotAssignable(),
          notAssignable: roleNotAssignable(),
        }),
      )
      await store.revoke(tx, it.id)
      await tx.record('invitation.revoked', {
        at,
        target: { kind: 'invitation', id: it.id },
        after: { email: it.email },
      })
      return reread(tx, at.path, it.id)
    }),
})

const reread = async (tx: Tx, path: string, id: string): Promise<Invitation> =>
  present(settle(exists(await store.find(tx, path, id))), tx.now)

export const isOpen = store.isOpen
