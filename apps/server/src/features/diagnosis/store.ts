import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { countsAt } from '../identities/index.ts'

export interface FoundAccount {
  id: string
  identity_id: string
  org_path: string
  stopped: boolean
  host: string | null
  code: string | null
  federated: boolean
}
/** The account of an address: of this organization, else below it; an active one before others. */
export async function accountWithin(tx: Tx, path: string, email: string): Promise<FoundAccount | undefined> {
  const { lo, hi } = subtreeOf(path)
  const { rows } = await sql<FoundAccount>`select u.id, u.identity_id, u.org_path, o.stopped, o.host, o.code,
      federated_only_at(u.org_path) as federated
    from users u join organizations o on o.path = u.org_path
    where u.email = ${email} and u.org_path >= ${lo} and u.org_path < ${hi} and u.replaced_by is null
    order by u.org_path <> all(array[${path}::text]), u.status = 'active' desc, u.org_path limit 1`.execute(tx)
  return rows[0]
}

export interface FoundInvitation {
  id: string
  expires_at: Date
  org_id: string
  org_path: string
}
/** The newest invitation of an address that nobody has used or cancelled. */
export async function invitationWithin(tx: Tx, path: string, email: string): Promise<FoundInvitation | undefined> {
  const { lo, hi } = subtreeOf(path)
  const { rows } = await sql<FoundInvitation>`select i.id, i.expires_at, o.id as org_id, o.path as org_path
    from invitations i join organizations o on o.path = i.org_path
    where i.email = ${email} and i.org_path >= ${lo} and i.org_path < ${hi}
      and i.accepted_at is null and i.revoked_at is null
    order by i.org_path <> all(array[${path}::text]), i.created_at desc limit 1`.execute(tx)
  return rows[0]
}

export interface PasswordState {
  has_password: boolean
  must_change_password: boolean
  has_factor: boolean
  password_expires_at: Date | null
}
/** For the look-up connection, since they may lie above the reach: whether a connection is on that leads to a place. */
export const connectedStatement = {
  name: 'is_connected',
  text: `select exists (select from connections c join organizations o on o.path = c.org_path and not o.stopped
    where c.active and (c.org_path = $1 or starts_with($1, c.org_path || '.'))) as connected`,
}
/** For the look-up connection: whether the person of an account that was found within the reach has a password, and a factor that counts there ($2). */
export const passwordStateStatement = {
  name: 'password_state',
  text: `select password_hash is not null as has_password, must_change_password, password_expires_at,
      exists (select from factors f where f.identity_id = i.id and f.confirmed_at is not null and ${countsAt('f', '$2')}) as has_factor
    from identities i where i.id = $1`,
}
