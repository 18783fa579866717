import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { foldedName } from '../../platform/value/text.ts'

export interface UserRow {
  id: string
  identity_id: string
  invitation_id: string | null
  org_path: string
  email: string
  first_name: string
  last_name: string
  name_key: string
  phone: string | null
  status: 'active' | 'inactive' | 'deleted'
  role: string
  role_label: string
  /** Whether that role keeps the organization administrable. */
  administrator: boolean
  org_id: string
  org_name: string
  org_level: string
  /** Where the role is held; the home where nothing is. */
  scope_id: string
  scope_path: string
  scope_name: string
  scope_level: string
  mfa_required: boolean
  federated_only: boolean
  /** Infinity, until somebody ends it, arrives as a number. */
  locked_until: Date | number | null
  /** The person has not said yet that the account is theirs. */
  joining: boolean
  /** '-infinity' (never) arrives as a number. */
  last_sign_in_at: Date | number
  last_active_at: Date | null
  created_at: Date
  deactivated_at: Date | null
  purge_at: Date | null
  replaced_by: string | null
  version: number
}

/** `users u` with its organization, role and activity. */
export const userColumns = sql`select u.id, u.identity_id, u.invitation_id, u.org_path, u.email, u.first_name, u.last_name, u.name_key,
  u.phone, u.status, u.role, coalesce(r.label, u.role) as role_label,
  coalesce(r.administrator, false) as administrator, o.id as org_id, o.name as org_name, o.level as org_level,
  coalesce(p.id, o.id) as scope_id, coalesce(p.path, o.path) as scope_path, coalesce(p.name, o.name) as scope_name,
  coalesce(p.level, o.level) as scope_level, u.mfa_required, u.federated_only, u.locked_until, u.joining_hash is not null as joining,
  a.last_sign_in_at, a.last_active_at, u.created_at, u.deactivated_at, u.purge_at, u.replaced_by, u.version
  from users u join organizations o on o.path = u.org_path
  left join lateral (select g.node_path from grants g where g.user_id = u.id and g.role = u.role order by g.node_path limit 1) g on true
  left join organizations p on p.path = g.node_path and g.node_path <> u.org_path
  left join roles r on r.key = u.role left join user_activity a on a.user_id = u.id`

/** The user if their home is this very organization. */
export const find = async (tx: Tx, path: string, id: string): Promise<UserRow | undefined> =>
  (await sql<UserRow>`${userColumns} where u.id = ${id} and u.org_path = ${path}`.execute(prepared(tx))).rows[0]

/** Locked until the end of the transaction; requests of this user that change something wait for it, too. */
export async function lock(tx: Tx, path: string, id: string): Promise<UserRow | undefined> {
  const held = sql`select from users where id = ${id} and org_path = ${path} for no key update`.execute(prepared(tx))
  const [, found] = await together(held, find(tx, path, id)) // read after the lock was given, so as of now
  return found
}

const changed = [
  'first_name',
  'last_name',
  'name_key',
  'phone',
  'status',
  'deactivated_at',
  'purge_at',
  'version',
] as const

/** The row as it stands now; organization, role and activity as they were read under the lock. */
const withChange = async <T extends object>(it: UserRow, change: Promise<T>): Promise<UserRow> => ({
  ...it,
  ...(await change),
})

export const update = (tx: Tx, it: UserRow, names: { firstName: string; lastName: string; phone: string | null }) =>
  withChange(
    it,
    prepared(tx)
      .updateTable('users')
      .set((eb) => ({
        first_name: names.firstName,
        last_name: names.lastName,
        name_key: foldedName(`${names.firstName} ${names.lastName}`),
        phone: names.phone,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', it.id)
      .where('org_path', '=', it.org_path)
      .returning(changed)
      .executeTakeFirstOrThrow() as Promise<Partial<UserRow>>,
  )

/** Deleted ones have a time at which they go; whoever was deactivated before keeps the day of it. */
export const setStatus = (tx: Tx, it: UserRow, status: UserRow['status'], purgeAt: Date | null = null) =>
  withChange(
    it,
    prepared(tx)
      .updateTable('users')
      .set((eb) => ({
        status,
        deactivated_at: status === 'active' ? null : eb.fn.coalesce('deactivated_at', eb.val(tx.now)),
        purge_at: purgeAt,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', it.id)
      .where('org_path', '=', it.org_path)
      .returning(changed)
      .executeTakeFirstOrThrow() as Promise<Partial<UserRow>>,
  )

/** Replaces what the user holds, at home or below; the version tells requests of this user under way to be decided anew. */
export async function setRole(tx: Tx, it: UserRow, role: string, node: string): Promise<void> {
  await tx.deleteFrom('grants').where('user_id', '=', it.id).execute()
  await insertGrant(tx, { user: it.id, home: it.org_path, node, role })
  await tx
    .updateTable('users')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', it.id)
    .execute()
}

/** Out of the way of the account that takes its place, which comes next in this transaction. */
export const setReplaced = (tx: Tx, it: UserRow, by: string) =>
  tx
    .updateTable('users')
    // Also one that was deleted: its history stays linked to the account that takes its place.
    .set((eb) => ({ replaced_by: by, status: 'inactive', purge_at: null, version: eb('version', '+', 1) }))
    .where('id', '=', it.id)
    .where('org_path', '=', it.org_path)
    .execute()
/** Whoever comes back by an invitation has said that the account is theirs. */
export const setConfirmed = (tx: Tx, it: UserRow) =>
  tx
    .updateTable('users')
    .set({ joining_hash: null, joining_until: null })
    .where('id', '=', it.id)
    .where('org_path', '=', it.org_path)
    .execute()
/** The role at home and nothing else, wherever grants were held. */
export async function setOnlyRole(tx: Tx, it: UserRow, role: string): Promise<void> {
  await tx.deleteFrom('grants').where('user_id', '=', it.id).where('org_path', '=', it.org_path).execute()
  await insertGrant(tx, { user: it.id, home: it.org_path, node: it.org_path, role })
}

export const insertGrant = (tx: Tx, it: { user: string; home: string; node: string; role: string }) =>
  tx
    .insertInto('grants')
    .values({ user_id: it.user, org_path: it.home, node_path: it.node, role: it.role, created_at: tx.now })
    .execute()

export interface NewUser {
  id: string
  identity: string
  email: string
  firstName: string
  lastName: string
  home: string
  /** Where the role is held; the home unless said otherwise. */
  scope?: string
  role: string
  phone?: string | null
  invitation: string | null
  /** The link with which a person who is here already makes the account theirs. */
  joining?: { hash: Buffer; until: Date }
}
export async function insert(tx: Tx, it: NewUser): Promise<void> {
  await tx
    .insertInto('users')
    .values({
      id: it.id,
      org_path: it.home,
      identity_id: it.identity,
      email: it.email,
      first_name: it.firstName,
      last_name: it.lastName,
      name_key: foldedName(`${it.firstName} ${it.lastName}`),
      invitation_id: it.invitation,
      phone: it.phone ?? null,
      joining_hash: it.joining?.hash ?? null,
      joining_until: it.joining?.until ?? null,
      created_at: tx.now,
    })
    .execute()
  await insertGrant(tx, { user: it.id, home: it.home, node: it.scope ?? it.home, role: it.role })
  await tx.insertInto('user_activity').values({ user_id: it.id, org_path: it.home }).execute()
}

/**
 * Users who hold an administrator role at this organization and can sign in, besides one: an account that nobody has
 * confirmed keeps nothing administrable. One that never signed in may be somebody's who never will (a mistyped address),
 * so it stands in only for another of that kind. Counted while the organization is locked.
 */
export async function otherAdministrators(tx: Tx, path: string, besides: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (
    select from grants g join roles r on r.key = g.role join users u on u.id = g.user_id
    left join user_activity a on a.user_id = u.id left join user_activity b on b.user_id = ${besides}
    where g.node_path = ${path} and (a.last_sign_in_at > '-infinity' or b.last_sign_in_at = '-infinity') and r.administrator and u.status = 'active'
      and (not (u.federated_only or federated_only_at(u.org_path)) or federated_at(u.identity_id, u.org_path)) and u.joining_hash is null and u.id <> ${besides} limit 1) others`.execute(
    prepared(tx),
  )
  return rows[0]?.n ?? 0
}

/** The account of an address in this organization, of whatever status; the newest where one replaced another. */
export const byEmail = (tx: Tx, path: string, email: string) =>
  tx
    .selectFrom('users')
    .select(['id', 'status', 'version', 'federated_only'])
    .where('org_path', '=', path)
    .where('email', '=', email)
    .where('replaced_by', 'is', null)
    .executeTakeFirst()

/** Facts about the user and the accounts they replaced, and about the invitations those came by; newest first, one more than `limit`. */
export const changes = async (
  tx: Tx,
  it: Pick<UserRow, 'id' | 'invitation_id' | 'org_path'>,
  after: readonly unknown[] | null,
  limit: number,
) => {
  const lineage = await sql<{ id: string; invitation_id: string | null }>`with recursive line as (
      select u.id, u.invitation_id, 1 as n from users u where u.id = ${it.id} and u.org_path = ${it.org_path}
      union all select u.id, u.invitation_id, n + 1 from users u join line on u.replaced_by = line.id
        where u.org_path = ${it.org_path} and n < 50)
    select id, invitation_id from line`.execute(prepared(tx))
  const line = lineage.rows.length > 0 ? lineage.rows : [it] // somebody deleted
  const targets = line.flatMap((row) => (row.invitation_id === null ? [row.id] : [row.id, row.invitation_id]))
  let query = tx
    .selectFrom('events')
    .select(['id', 'seq', 'at', 'type', 'actor_user', 'actor_name', 'before', 'after', 'reason'])
    .where('target_id', 'in', targets)
    .where('org_path', '=', it.org_path)
  if (after) query = query.where(sql<boolean>`(at, seq) < (${after[0]}, ${after[1]})`)
  return query
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute()
}
