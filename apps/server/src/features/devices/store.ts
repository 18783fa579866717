import type { Tx } from '../../platform/db/scope.ts'

export const list = (tx: Tx, identity: string, most: number) =>
  tx
    .selectFrom('remembered_devices')
    .select(['id', 'token_hash', 'created_at', 'last_used_at', 'address', 'user_agent'])
    .where('identity_id', '=', identity)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()

export interface NewDevice {
  id: string
  identity: string
  tokenHash: Buffer
  address: string
  userAgent: string | null
}
export const insert = (tx: Tx, it: NewDevice) =>
  tx
    .insertInto('remembered_devices')
    .values({
      id: it.id,
      identity_id: it.identity,
      token_hash: it.tokenHash,
      created_at: tx.now,
      address: it.address,
      user_agent: it.userAgent,
    })
    .execute()

/** Those named, or the one with this secret; how many there were. */
export async function forget(tx: Tx, identity: string, these: { ids: readonly string[] } | { tokenHash: Buffer }) {
  const own = tx.deleteFrom('remembered_devices').where('identity_id', '=', identity)
  const named = 'ids' in these ? own.where('id', 'in', [...these.ids]) : own.where('token_hash', '=', these.tokenHash)
  return Number((await named.executeTakeFirst()).numDeletedRows)
}
/** True where the secret is one of this person's remembered browsers, remembered since then; its use is noted. */
export async function recognize(tx: Tx, identity: string, tokenHash: Buffer, since: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('remembered_devices')
    .set({ last_used_at: tx.now })
    .where('identity_id', '=', identity)
    .where('token_hash', '=', tokenHash)
    .where('created_at', '>', since)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
export async function forgetAll(tx: Tx, identity: string): Promise<number> {
  const gone = await tx.deleteFrom('remembered_devices').where('identity_id', '=', identity).executeTakeFirst()
  return Number(gone.numDeletedRows)
}
