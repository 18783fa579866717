/** Other people's sessions: seen, and ended, by those who administer their organization. */
import type { sessions } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Actor } from '../../platform/value/actor.ts'
import { innerId } from '../../platform/value/ids.ts'
import { findUser, lockTarget } from '../users/index.ts'
import { present } from './present.ts'
import { isUser, mayEnd, rolesBelow, wasOpen } from './rules.ts'
import * as ending from './store.ending.ts'
import * as store from './store.open.ts'

type Administering = Pick<ActionsFor<typeof sessions>, 'listOf' | 'endOf' | 'endAllOf' | 'countIn' | 'endAllIn'>

export const administering: Administering = {
  listOf: ({ actor, at, inReach }, { user }) =>
    inReach(async (tx) => {
      const { id } = settle(isUser(await findUser(tx, at.path, innerId(user))))
      return { items: (await store.openOf(tx, at.path, id)).map((row) => present(row, actor.session)) }
    }),

  endOf: ({ actor, at, inReach }, { user, session, reason }) =>
    inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      settle(mayEnd(actor, target))
      settle(wasOpen(await ending.endOneOf(tx, at.path, target.id, innerId(session))))
      await tx.record('user.session_ended', {
        at,
        target: { kind: 'user', id: target.id },
        after: { sessions: 1 },
        reason,
      })
      return null
    }),

  endAllOf: ({ actor, at, inReach }, { user, endKeys = false, reason }) =>
    inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      settle(mayEnd(actor, target))
      const ended = await ending.endAllOf(tx, at.path, target.id, actor.session, endKeys ? 'ended' : 'kept')
      if (ended.sessions + ended.keys)
        await tx.record('user.session_ended', { at, target: { kind: 'user', id: target.id }, after: ended, reason })
      return ended
    }),

  countIn: ({ actor, at, inReach }) =>
    inReach(async (tx) => store.countIn(tx, await rolesOf(tx, actor, at.path), actor.session)),

  endAllIn: ({ actor, at, inReach }, { endKeys = false, reason }) =>
    inReach(async (tx) => {
      const ended = await ending.endAllIn(
        tx,
        await rolesOf(tx, actor, at.path),
        actor.session,
        endKeys ? 'ended' : 'kept',
      )
      if (ended.sessions + ended.keys)
        await tx.record('organization.sessions_ended', {
          at,
          target: { kind: 'organization', id: at.id },
          after: ended,
          reason,
        })
      return ended
    }),
}

const rolesOf = async (tx: Tx, actor: Actor, path: string) => rolesBelow(actor, path, await store.rolesIn(tx))
