import { prepared } from '../../platform/db/prepared.ts'
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
export interface ActiveAccount {
  user: string
  name: string
  org_id: string
  org_path: string
}
/** For the look-up connection: the active account last used by a person. */
export const activeAccountStatement = {
  name: 'active_account_of_identity',
  text: `select u.id as user, u.first_name || ' ' || u.last_name as name, o.id as org_id, o.path as org_path
    from users u join organizations o on o.path = u.org_path left join user_activity a on a.user_id = u.id
    where u.identity_id = $1 and u.status = 'active' and not u.federated_only and u.joining_hash is null order by a.last_sign_in_at desc nulls last, u.id limit 1`,
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

/** For the look-up connection: what a person holds in all of their active accounts; one that nobody confirmed is not theirs. */
export const grantsAnywhereStatement = {
  name: 'grants_of_identity',
  text: `select g.role, g.node_path as path, r.permissions from users u
    join grants g on g.user_id = u.id join roles r on r.key = g.role where u.identity_id = $1 and u.status = 'active' and u.joining_hash is null`,
}
