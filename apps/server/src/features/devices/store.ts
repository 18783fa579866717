import type { Tx } from '../../platform/db/scope.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { countingAt } from '../identities/index.ts'

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
  /** Of the factor that was shown. */
  mark: Mark
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
      connection_id: it.mark.connection,
      beside: [...it.mark.beside],
    })
    .execute()

/** Those named, or the one with this secret; how many there were. */
export async function forget(tx: Tx, identity: string, these: { ids: readonly string[] } | { tokenHash: Buffer }) {
  const own = tx.deleteFrom('remembered_devices').where('identity_id', '=', identity)
  const named = 'ids' in these ? own.where('id', 'in', [...these.ids]) : own.where('token_hash', '=', these.tokenHash)
  return Number((await named.executeTakeFirst()).numDeletedRows)
}
/** True where the secret is one of this person's browsers that was remembered since then, by a factor that counts at this place; its use is noted. */
export async function recognize(
  tx: Tx,
  identity: string,
  tokenHash: Buffer,
  since: Date,
  place: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('remembered_devices')
    .set({ last_used_at: tx.now })
    .where('identity_id', '=', identity)
    .where('token_hash', '=', tokenHash)
    .where('created_at', '>', since)
    .where(countingAt('remembered_devices', place))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
/** `through`: those alone that were remembered by a factor with this connection. */
export async function forgetAll(tx: Tx, identity: string, through: string | null = null): Promise<number> {
  const all = tx.deleteFrom('remembered_devices').where('identity_id', '=', identity)
  const gone = await (through === null ? all : all.where('connection_id', '=', through)).executeTakeFirst()
  return Number(gone.numDeletedRows)
}
