/** What federated sign-in leaves of passwords. */
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'

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
/** Held by whoever changes that rule, shared by whoever obeys it. */
export const federatedOnlyLock = 1_900_000_019
/** For the look-up connection: the hash of a person's password, if it opens the account they act as. */
export const passwordStatement = {
  name: 'password_of_account',
  text: `select i.password_hash from users u join identities i on i.id = u.identity_id
    where u.id = $1 and not u.federated_only and enters(null, u.org_path)`,
}
