import type { Tx } from '../../platform/db/scope.ts'

const columns = ['id', 'name', 'created_at', 'expires_at'] as const

/** Those that still work, newest first. */
export const open = (tx: Tx, user: string) =>
  tx
    .selectFrom('sessions')
    .select(columns)
    .where('user_id', '=', user)
    .where('kind', '=', 'key')
    .where('expires_at', '>', tx.now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

export interface NewKey {
  id: string
  tokenHash: Buffer
  identity: string
  user: string
  home: string
  /** Of the session that made it: what ends with a provider's word ends for its programs, too. */
  connection: string | null
  /** Of a session that the provider itself vouched for. */
  vouched: boolean
  name: string
  expiresAt: Date
  address: string
}
export const insert = (tx: Tx, it: NewKey) =>
  tx
    .insertInto('sessions')
    .values({
      kind: 'key',
      token_hash: it.tokenHash,
      id: it.id,
      identity_id: it.identity,
      user_id: it.user,
      org_path: it.home,
      connection_id: it.connection,
      methods: it.vouched ? ['federated'] : [],
      name: it.name,
      created_at: tx.now,
      expires_at: it.expiresAt,
      address: it.address,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** Its name, if it was there. */
export const revoke = (tx: Tx, user: string, id: string) =>
  tx
    .deleteFrom('sessions')
    .where('user_id', '=', user)
    .where('kind', '=', 'key')
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
