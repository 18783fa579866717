/** What federated sign-in leaves of passwords. */
import { sql } from 'kysely'
import { shareThe } from '../../platform/db/locks.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { voucherFor } from '../identities/index.ts'

/** With what somebody comes. */
export interface Way {
  /** It opens nothing beyond that connection's organization; null: they came with something of their own, or a link. */
  readonly connection: string | null
  /** By the provider itself: a passkey that was set up on its word goes as far, but is not it. */
  readonly vouched: boolean
}
/** Whether that opens the account `u`. */
export const entered = (connection: string, vouched: string) =>
  `(${vouched} or not u.federated_only and enters(null, u.org_path)) and (${connection} is null or enters(${connection}, u.org_path))`

/**
 * Whether what somebody came with opens an account: nothing but its organization's provider where it is for federated
 * sign-in only. Read once nobody is about to change that rule for an organization, and until this transaction ends.
 */
export async function opensAccount(tx: Tx, user: string, { connection, vouched }: Way): Promise<boolean> {
  const [, { rows }] = await together(
    shareThe(tx, 'federatedOnly'),
    sql`select from users u, (select ${connection}::uuid as connection, ${vouched}::boolean as vouched) w
      where u.id = ${user} and ${sql.raw(entered('w.connection', 'w.vouched'))}`.execute(prepared(tx)),
  )
  return rows.length === 1
}
/**
 * Whether a connection's word for a person stands: it is on, the link is there, and groups have not ended it. While the person
 * is locked, and held against being switched off until this transaction ends.
 */
export const holdWord = async (tx: Tx, connection: string, identity: string): Promise<boolean> =>
  (await sql<{ it: boolean }>`select hold_word(${connection}, ${identity}) as it`.execute(prepared(tx))).rows[0]?.it ??
  false
/** Whether the organization at a path takes its own provider's word alone. */
export const isFederatedOnly = async (tx: Tx, path: string): Promise<boolean> =>
  (await sql<{ it: boolean }>`select federated_only_at(${path}) as it`.execute(prepared(tx))).rows[0]?.it ?? false
/** For the look-up connection: on whose word a person ($1) comes through a connection ($2). */
export const voucherStatement = {
  name: 'voucher_of_connection',
  text: `select ${voucherFor('$1', '$2')} as id`,
}
/** For the look-up connection: the hash of a person's password, if it opens the account they act as. */
export const passwordStatement = {
  name: 'password_of_account',
  text: `select i.password_hash from users u join identities i on i.id = u.identity_id
    where u.id = $1 and not u.federated_only and enters(null, u.org_path)`,
}
