/**
 * Recording what happened, in the transaction of what happened. Mails, and later audit, webhooks and notifications,
 * follow from recorded events through what listens to them; nothing else sends anything.
 */
import { sql } from 'kysely'
import { prepared } from '../db/marks.ts'
import type { Listener, Recorder, Scope, Tx } from '../db/scope.ts'
import { newId } from '../value/ids.ts'

export const recorderWith =
  (listener: Listener) =>
  (tx: Tx, scope: Scope): Recorder =>
  async (type, fact) => {
    const by = fact.by ?? scope.by
    await prepared(tx)
      .insertInto('events')
      .values({
        id: newId(),
        at: scope.now,
        type,
        org_path: fact.at.path,
        org_id: fact.at.id,
        actor_user: by.user,
        actor_name: by.name,
        target_kind: fact.target.kind,
        target_id: fact.target.id,
        before: asJson(fact.before),
        after: asJson(fact.after),
        reason: fact.reason ?? null,
        request_id: scope.by.requestId,
      })
      .execute()
    await listener(tx, type, fact)
  }

const asJson = (value: object | undefined) => (value ? sql<string>`${JSON.stringify(value)}::jsonb` : null)
