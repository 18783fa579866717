/** Attempts that failed, many at once; and who was there when. */
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'

export interface FoundAccount {
  email: string
  identity: string
  user: string
  status: string
  federated_only: boolean
  joining: boolean
  stopped: boolean
}
/** For the look-up connection: every account behind the addresses ($1) or of these identifiers ($2). */
export const accountsStatement = {
  name: 'accounts_of_attempts',
  text: `select i.email, i.id as identity, u.id as user, u.status, u.federated_only, u.joining_hash is not null as joining, o.stopped
    from identities i join users u on u.identity_id = i.id join organizations o on o.path = u.org_path where i.email = any($1::text[])
    union select u.email, u.identity_id, u.id, u.status, u.federated_only, u.joining_hash is not null, o.stopped
    from users u join organizations o on o.path = u.org_path where u.id = any($2::uuid[])`,
}

export interface FailedRow {
  readonly id: string
  readonly at: string
  readonly user: string
  readonly identity: string
  readonly address: string
  readonly user_agent: string | null
  readonly methods: readonly string[]
  readonly result: string
}
/** Each where its user is at home now; of a user who is gone by then nothing is written. */
export const insertFailed = (tx: Tx, rows: readonly FailedRow[]) =>
  sql`insert into sign_ins (id, at, org_path, user_id, identity_id, address, user_agent, methods, result)
    select t.id, t.at, u.org_path, u.id, t.identity, t.address, t.user_agent,
      array(select jsonb_array_elements_text(t.methods)), t.result
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) t (id uuid, at timestamptz, "user" uuid, identity uuid, address text,
      user_agent text, methods jsonb, result text)
    join users u on u.id = t.user order by u.id for key share of u`.execute(tx)

/** In the order of their keys, so that two processes that write the same rows wait and do not block one another. */
export const noteActive = (tx: Tx, seen: readonly { user: string; at: string }[]) =>
  sql`with seen as (select t.at, a.user_id from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) t (at timestamptz, "user" uuid)
      join user_activity a on a.user_id = t.user where a.last_active_at is null or a.last_active_at < t.at - interval '1 minute'
      order by a.user_id for no key update of a)
    update user_activity a set last_active_at = s.at from seen s where s.user_id = a.user_id`.execute(tx)

/**
 * Notes the device, and tells whether it is new to a person who has others. The person is locked in this transaction, so
 * that two sign-ins from one new device are not both told of.
 */
export async function noteDevice(tx: Tx, identity: string, device: Buffer, knownSince: Date): Promise<boolean> {
  const { rows } = await sql<{ strange: boolean }>`with before as (
      select count(*) > 0 and not coalesce(bool_or(device = ${device} and last_seen_at >= ${knownSince}), false) as strange
      from known_devices where identity_id = ${identity}),
    noted as (insert into known_devices (identity_id, device, last_seen_at) values (${identity}, ${device}, ${tx.now})
      on conflict (identity_id, device) do update set last_seen_at = excluded.last_seen_at)
    select strange from before`.execute(prepared(tx))
  return rows[0]?.strange ?? false
}
