import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { countingAt } from '../identities/index.ts'

/** Those that count at the place first. `word`: those alone that were remembered by what was set up on a provider's word. */
export const list = (tx: Tx, identity: string, word: string | null, place: string, most: number) =>
  tx
    .selectFrom('remembered_devices')
    .select(['id', 'token_hash', 'created_at', 'last_used_at', 'address', 'user_agent'])
    .where('identity_id', '=', identity)
    .where((eb) => (word === null ? eb.lit(true) : eb('connection_id', '=', word)))
    .orderBy(countingAt('remembered_devices', place), 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()

/** The oldest of a kind, beyond so many: of the person's own, or by one connection. */
export const forgetBeyond = (tx: Tx, identity: string, connection: string | null, most: number) =>
  sql`delete from remembered_devices where id in (select id from remembered_devices
    where identity_id = ${identity} and connection_id is not distinct from ${connection}::uuid
    order by created_at desc, id desc offset ${most})`.execute(tx)

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

/** The one named, or with this secret; how many there were. `word`: if it was remembered by what was set up on it. */
export async function forget(
  tx: Tx,
  identity: string,
  which: { id: string; word: string | null } | { tokenHash: Buffer },
) {
  const own = tx.deleteFrom('remembered_devices').where('identity_id', '=', identity)
  const named = () => {
    if ('tokenHash' in which) return own.where('token_hash', '=', which.tokenHash)
    const it = own.where('id', '=', which.id)
    return which.word === null ? it : it.where('connection_id', '=', which.word)
  }
  return Number((await named().executeTakeFirst()).numDeletedRows)
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
