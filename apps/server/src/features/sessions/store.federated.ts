/** What federated sign-in leaves of passwords, and which sessions it ends. */
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { subtreeOf } from '../../platform/value/reach.ts'

/**
 * Whether what somebody came with opens an account: nothing but its organization's connection where it is for federated
 * sign-in only. Read once nobody is about to change that rule for an organization, and until this transaction ends.
 */
export async function opensAccount(tx: Tx, user: string, connection: string | null): Promise<boolean> {
  const [, { rows }] = await together(
    sql`select pg_advisory_xact_lock_shared(${federatedOnlyLock})`.execute(prepared(tx)),
    sql`select from users u where u.id = ${user} and not (u.federated_only and ${connection}::uuid is null)
      and enters(${connection}::uuid, u.org_path)`.execute(prepared(tx)),
  )
  return rows.length === 1
}
/** Whether the organization at a path takes its own provider's word alone. */
export const isFederatedOnly = async (tx: Tx, path: string): Promise<boolean> =>
  (await sql<{ it: boolean }>`select federated_only_at(${path}) as it`.execute(prepared(tx))).rows[0]?.it ?? false
const federatedOnlyLock = 1_900_000_019
/** Organizations below a place may have become Federated Only: whoever is in with anything else is out. */
export async function endUnfederatedBelow(tx: Tx, path: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${federatedOnlyLock})`.execute(tx)
  const { lo, hi } = subtreeOf(path)
  await sql`delete from sessions where org_path >= ${lo} and org_path < ${hi} and kind = 'session'
    and connection_id is null and federated_only_at(org_path)`.execute(tx)
}
/** People, or a whole subtree, came to another place: where nothing but federation is taken, whoever is in with anything else is out. */
export async function endUnfederatedMoved(
  tx: Tx,
  moved: { users: readonly string[] } | { path: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${federatedOnlyLock})`.execute(tx)
  const those = () => {
    if ('users' in moved) return sql`user_id = any(${moved.users}::uuid[])`
    const { lo, hi } = subtreeOf(moved.path)
    return sql`org_path >= ${lo} and org_path < ${hi}`
  }
  await sql`delete from sessions where ${those()} and kind = 'session' and connection_id is null
    and federated_only_at(org_path)`.execute(tx)
}
/** Keys, too; not those through a connection. */
export const endUnfederatedOf = (tx: Tx, user: string) =>
  prepared(tx).deleteFrom('sessions').where('user_id', '=', user).where('connection_id', 'is', null).execute()
/** Of everybody who came through a connection, or of one person. */
export const endThrough = async (
  tx: Tx,
  connection: string,
  only?: { identity: string; besides: string },
): Promise<number> => {
  const all = tx.deleteFrom('sessions').where('connection_id', '=', connection)
  const these = only ? all.where('identity_id', '=', only.identity).where('id', '<>', only.besides) : all
  return Number((await these.executeTakeFirst()).numDeletedRows)
}
/** For the look-up connection: the hash of a person's password, if it opens the account they act as. */
export const passwordStatement = {
  name: 'password_of_account',
  text: `select i.password_hash from users u join identities i on i.id = u.identity_id
    where u.id = $1 and not u.federated_only and enters(null, u.org_path)`,
}
