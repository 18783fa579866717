import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

export interface FoundChange {
  id: string
  identity: string
  user: string
  name: string
  before: string
  email: string
  expires_at: Date
  used_at: Date | null
  /** Who ordered it; null: the person. */
  requested_by: string | null
  /** Asked for on a provider's word alone. */
  connection: string | null
  org_id: string
  org_path: string
}
/** For the look-up connection: which change does a token's hash belong to? Of an account that is stopped: none. */
export const byTokenStatement = {
  name: 'email_change_by_token',
  text: `select c.id, c.identity_id as identity, u.id as user, u.first_name || ' ' || u.last_name as name, u.email as before,
    c.email, c.expires_at, c.used_at, c.requested_by, c.connection_id as connection, o.id as org_id, o.path as org_path
    from email_changes c join users u on u.id = c.user_id and u.status = 'active' join organizations o on o.path = u.org_path and not o.stopped
    where c.token_hash = $1`,
}
/** For the look-up connection: what the one who ordered a change holds, while they are active. */
export const requesterStatement = {
  name: 'grants_of_requester',
  text: `select g.role, g.node_path as path, r.permissions from users u join organizations o on o.path = u.org_path and not o.stopped
    join grants g on g.user_id = u.id join roles r on r.key = g.role where u.id = $1 and u.status = 'active'`,
}

/**
 * For the look-up connection: does all that a person ($1) has lie within a connection ($2) that is on, and whose word for them stands? Asks more than `withinProvider`
 * (features/sessions), which decides what counts as a fresh proof: with a new address everything goes along, also what is deactivated
 * and may come back, and what others made before its person came.
 */
export const withinStatement = {
  name: 'person_within_connection',
  text: `select c.id from connections c join federated_links l on l.connection_id = c.id and l.identity_id = $1 and l.refused_at is null
    where c.id = $2 and c.active and not exists (select from users u where u.identity_id = $1
      and u.joining_hash is null and not starts_with(u.org_path || '.', c.org_path || '.'))`,
}

/** The newest link is the only one that works. */
export const endOpen = (tx: Tx, identity: string) =>
  tx
    .updateTable('email_changes')
    .set({ used_at: tx.now })
    .where('identity_id', '=', identity)
    .where('used_at', 'is', null)
    .execute()
export const insert = (
  tx: Tx,
  it: {
    id: string
    identity: string
    user: string
    email: string
    tokenHash: Buffer
    expiresAt: Date
    requestedBy: string | null
    requestedByName: string
    connection: string | null
  },
) =>
  tx
    .insertInto('email_changes')
    .values({
      id: it.id,
      identity_id: it.identity,
      user_id: it.user,
      email: it.email,
      token_hash: it.tokenHash,
      created_at: tx.now,
      expires_at: it.expiresAt,
      requested_by: it.requestedBy,
      requested_by_name: it.requestedByName,
      connection_id: it.connection,
    })
    .execute()
/** After the address changed: accounts made for the former one that nobody confirmed do not go along. */
export const leaveUnconfirmed = (tx: Tx, identity: string, former: string, successor: string) =>
  sql`select leave_unconfirmed(${identity}, ${former}, ${successor}, ${tx.now})`.execute(tx)
/** Used once: the row if this very call was the one. */
export const use = (tx: Tx, id: string) =>
  tx
    .updateTable('email_changes')
    .set({ used_at: tx.now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning('expires_at')
    .executeTakeFirst()

/** The change of a person that is open now, whichever of their accounts it was asked for. */
export const pendingOf = (tx: Tx, identity: string) =>
  tx
    .selectFrom('email_changes')
    .select(['id', 'user_id', 'email', 'created_at', 'expires_at', 'requested_by', 'requested_by_name'])
    .where('identity_id', '=', identity)
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .executeTakeFirst()
export type Pending = Awaited<ReturnType<typeof pendingOf>>
