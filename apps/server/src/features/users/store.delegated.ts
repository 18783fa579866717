/** Scopes, moves, flags, removal. Every row is found by a key that was read under the transaction's reach. */
import { sql } from 'kysely'
import { lockOne } from '../../platform/db/locks.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf, type Node } from '../../platform/value/reach.ts'
import { userColumns, type UserRow } from './store.ts'

/** An organization at or below a place, held where it is: whoever moves it away waits, and then finds what was given there. */
export async function nodeWithin(tx: Tx, top: string, id: string): Promise<Node | undefined> {
  const { lo, hi } = subtreeOf(top)
  return prepared(tx)
    .selectFrom('organizations')
    .select(['id', 'path', 'level', 'name'])
    .where('id', '=', id)
    .where('path', '>=', lo)
    .where('path', '<', hi)
    .forShare()
    .executeTakeFirst()
}
/** For the look-up connection: an organization by id, wherever it lies. */
export const nodeStatement = {
  name: 'node_by_id',
  text: 'select id, path, level, name from organizations where id = $1',
}

/** For the look-up connection: where else an address has an active account ($2: not there); one nobody confirmed is nobody's. */
export const elsewhereStatement = {
  name: 'accounts_of_address_elsewhere',
  text: `select org_path as path from users
    where email = $1 and org_path <> $2 and status = 'active' and joining_hash is null limit 100`,
}

/** Whether a person has an active account that is theirs, besides at this organization. To be asked while the person is locked. */
export async function hasActive(tx: Tx, identity: string, { besides }: { besides: string }): Promise<boolean> {
  const { rows } = await sql`select from users where identity_id = ${identity} and status = 'active'
    and joining_hash is null and org_path <> all(array[${besides}::text]) limit 1`.execute(prepared(tx))
  return rows.length === 1
}

/** For the look-up connection: what a person holds in all of their accounts, stopped ones too; one that nobody confirmed is not theirs. */
export const heldAnywhereStatement = {
  name: 'grants_of_all_accounts',
  text: `select g.role, g.node_path as path, r.permissions from users u join grants g on g.user_id = u.id
    join roles r on r.key = g.role where u.identity_id = $1 and u.joining_hash is null`,
}

/** The account, and those whose place it took, one after the other. */
const line = (it: UserRow) => sql`with recursive line as (
      select u.id, 1 as n from users u where u.id = ${it.id} and u.org_path = ${it.org_path}
      union all select u.id, n + 1 from users u join line on u.replaced_by = line.id
        where u.org_path = ${it.org_path} and n < 50)`

/**
 * The account and its history change their home, and with it what refers to both, checked at the end; grants are taken
 * before. Returns the accounts.
 */
export async function rehome(tx: Tx, it: UserRow, home: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${line(it)} select id from line`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await tx.deleteFrom('grants').where('user_id', 'in', ids).execute()
  await sql`set constraints all deferred`.execute(tx)
  await tx
    .updateTable('users')
    .set((eb) => ({ org_path: home, version: eb('version', '+', 1) }))
    .where('id', 'in', ids)
    .where('org_path', '=', it.org_path)
    .execute()
  for (const table of ['user_activity', 'sessions', 'sign_ins'] as const)
    await tx
      .updateTable(table)
      .set({ org_path: home })
      .where('user_id', 'in', ids)
      .where('org_path', '=', it.org_path)
      .execute()
  // What is recorded about them is read by whoever administers them now (docs/decisions/0003).
  await tx
    .updateTable('events')
    .set({ org_path: home })
    .where('target_id', 'in', ids)
    .where('org_path', '=', it.org_path)
    .execute()
  return ids
}

/** At home; what is held besides stays. The version tells requests of this user under way to be decided anew. */
export async function swapRoles(tx: Tx, it: UserRow, taken: readonly string[], given: string): Promise<void> {
  await tx
    .deleteFrom('grants')
    .where('user_id', '=', it.id)
    .where('node_path', '=', it.org_path)
    .where('role', 'in', taken)
    .execute()
  await tx
    .insertInto('grants')
    .values({ user_id: it.id, org_path: it.org_path, node_path: it.org_path, role: given, created_at: tx.now })
    .onConflict((on) => on.doNothing()) // held already, beside what is taken
    .execute()
  await tx
    .updateTable('users')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', it.id)
    .where('org_path', '=', it.org_path)
    .execute()
}

type Flag = 'mfa_required' | 'federated_only'
export const setFlag = (tx: Tx, it: UserRow, flag: Flag, value: boolean) =>
  tx
    .updateTable('users')
    .set((eb) => ({ [flag]: value, version: eb('version', '+', 1) }))
    .where('id', '=', it.id)
    .where('org_path', '=', it.org_path)
    .execute()

/**
 * The account, and those whose place it took. Grants, activity and sessions go by their keys, and with the last account
 * the person (trigger).
 */
export const remove = (tx: Tx, it: UserRow) =>
  sql`${line(it)} delete from users where id in (select id from line)`.execute(tx)

/** Deleted users whose time is over, locked; others who remove them at the same time leave them out. */
export const due = async (tx: Tx, most: number): Promise<UserRow[]> =>
  (
    await sql<UserRow>`${userColumns} where u.purge_at <= ${tx.now} order by u.purge_at limit ${most}
      for update of u skip locked`.execute(tx)
  ).rows

/** Whether something is recorded about a user of this organization who is gone. */
export async function wasHere(tx: Tx, path: string, id: string): Promise<boolean> {
  const { rows } = await sql`select from events where target_id = ${id} and org_path = ${path}
    and target_kind = 'user' limit 1`.execute(tx)
  return rows.length === 1
}

export const setJoining = (tx: Tx, it: UserRow, hash: Buffer, until: Date) =>
  tx
    .updateTable('users')
    .set({ joining_hash: hash, joining_until: until })
    .where('id', '=', it.id)
    .where('org_path', '=', it.org_path)
    .execute()
/** Changes that look at all accounts of a person come one after the other. */
export const lockPerson = (tx: Tx, identity: string) => lockOne(tx, 'accounts', identity)
/** Two creations of one address, or invitations to it, at once are decided one after the other. */
export const lockAddress = (tx: Tx, path: string, email: string) => lockOne(tx, 'invitation', path, email)
