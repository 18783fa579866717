import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'

export interface FoundReset {
  id: string
  identity_id: string
  email: string
  expires_at: Date
  used_at: Date | null
}
/** For the look-up connection: which reset does a token's hash belong to? */
export const byTokenStatement = {
  name: 'password_reset_by_token',
  text: `select p.id, p.identity_id, i.email, p.expires_at, p.used_at
    from password_resets p join identities i on i.id = p.identity_id where p.token_hash = $1`,
}

/** The newest link is the only one that works. */
export const endOpen = (tx: Tx, identity: string) =>
  prepared(tx)
    .updateTable('password_resets')
    .set({ used_at: tx.now })
    .where('identity_id', '=', identity)
    .where('used_at', 'is', null)
    .execute()

/** Changes that look at all accounts of a person come one after the other. */
export const lockPerson = (tx: Tx, identity: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`accounts ${identity}`}, 0))`.execute(tx)

export const insert = (tx: Tx, it: { id: string; identity: string; tokenHash: Buffer; expiresAt: Date }) =>
  tx
    .insertInto('password_resets')
    .values({
      id: it.id,
      identity_id: it.identity,
      token_hash: it.tokenHash,
      created_at: tx.now,
      expires_at: it.expiresAt,
    })
    .execute()

/** Used once: the row if this very call was the one. */
export const use = (tx: Tx, id: string) =>
  tx
    .updateTable('password_resets')
    .set({ used_at: tx.now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning(['expires_at'])
    .executeTakeFirst()

/** For the look-up connection: what a person holds in all of their active accounts; one that nobody confirmed is not theirs. */
export const grantsAnywhereStatement = {
  name: 'grants_of_identity',
  text: `select g.role, g.node_path as path, r.permissions from users u
    join grants g on g.user_id = u.id join roles r on r.key = g.role where u.identity_id = $1 and u.status = 'active' and u.joining_hash is null`,
}
