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
