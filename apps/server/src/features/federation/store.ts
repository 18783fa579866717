/** Connections and what hangs on them. */
import type { SigningAlgorithm } from '@tenantry/contract'
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { RoleMapping } from './rules.arriving.ts'

export interface ClaimNames {
  readonly claimSubject: string
  readonly claimEmail: string
  readonly claimEmailVerified: string
  readonly claimGivenName: string
  readonly claimFamilyName: string
}
export interface ConnectionRow {
  id: string
  org_path: string
  org_id: string
  name: string
  issuer: string
  client_id: string
  client_secret: Buffer
  algorithms: SigningAlgorithm[]
  claims: ClaimNames
  role_claim: string | null
  role_map: RoleMapping[]
  default_role: string | null
  role_sync: 'first_sign_in' | 'every_sign_in'
  newcomers: boolean
  active: boolean
  set_by: string
  set_by_name: string
  created_at: Date
  last_sign_in_at: Date | null
  version: number
  links: number
  sessions: number
}
const columns = sql`c.id, c.org_path, o.id as org_id, c.name, c.issuer, c.client_id, c.client_secret, c.algorithms, c.claims,
  c.role_claim, c.role_map, c.default_role, c.role_sync, c.newcomers, c.active, c.set_by, c.set_by_name, c.created_at, c.last_sign_in_at, c.version`
const shown = (tx: Tx) => sql`select ${columns},
  (select count(*) from federated_links l where l.org_path = c.org_path and l.connection_id = c.id) as links,
  (select count(*) from sessions s join organizations h on h.path = s.org_path where s.connection_id = c.id
    and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, h.session_absolute, h.session_idle, h.session_ceiling) > ${tx.now}) as sessions
  from connections c join organizations o on o.path = c.org_path`

export const list = async (tx: Tx, path: string): Promise<ConnectionRow[]> =>
  (await sql<ConnectionRow>`${shown(tx)} where c.org_path = ${path} order by c.created_at, c.id limit 50`.execute(tx))
    .rows
export const find = async (tx: Tx, path: string, id: string): Promise<ConnectionRow | undefined> =>
  (await sql<ConnectionRow>`${shown(tx)} where c.id = ${id} and c.org_path = ${path}`.execute(tx)).rows[0]
/** Held: who is signing in through it at this moment is through, or finds it as it is afterwards. */
export async function lock(tx: Tx, path: string, id: string): Promise<ConnectionRow | undefined> {
  await sql`select from connections where id = ${id} and org_path = ${path} for update`.execute(tx)
  return find(tx, path, id)
}
/** Held against being switched off or changed until somebody is in. */
export const hold = async (tx: Tx, id: string, version: number): Promise<boolean> =>
  (await sql`select from connections where id = ${id} and active and version = ${version} for share`.execute(tx)).rows
    .length === 1

export interface Settings {
  readonly name: string
  readonly clientId: string
  readonly secret: Buffer
  readonly algorithms: readonly SigningAlgorithm[]
  readonly claims: ClaimNames
  readonly roleClaim: string | null
  readonly roleMap: readonly RoleMapping[]
  readonly defaultRole: string | null
  readonly roleSync: ConnectionRow['role_sync']
  readonly newcomers: boolean
  readonly by: { readonly user: string; readonly name: string }
}
const values = (it: Settings) => ({
  name: it.name,
  client_id: it.clientId,
  client_secret: it.secret,
  algorithms: [...it.algorithms],
  claims: JSON.stringify(it.claims),
  role_claim: it.roleClaim,
  role_map: JSON.stringify(it.roleMap),
  default_role: it.defaultRole,
  role_sync: it.roleSync,
  newcomers: it.newcomers,
  set_by: it.by.user,
  set_by_name: it.by.name,
})
export const insert = (tx: Tx, it: Settings & { id: string; path: string; issuer: string }) =>
  tx
    .insertInto('connections')
    .values({ id: it.id, org_path: it.path, issuer: it.issuer, created_at: tx.now, ...values(it) })
    .execute()
export const update = (tx: Tx, { id, org_path }: ConnectionRow, it: Settings) =>
  tx
    .updateTable('connections')
    .set((eb) => ({ ...values(it), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('org_path', '=', org_path)
    .execute()
export const setActive = (tx: Tx, { id, org_path }: ConnectionRow, active: boolean) =>
  tx
    .updateTable('connections')
    .set((eb) => ({ active, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('org_path', '=', org_path)
    .execute()
export const remove = (tx: Tx, { id, org_path }: ConnectionRow) =>
  tx.deleteFrom('connections').where('id', '=', id).where('org_path', '=', org_path).execute()
/** Unless somebody holds it. */
export const noteSignIn = (tx: Tx, id: string) =>
  sql`update connections set last_sign_in_at = ${tx.now}
    where id = (select id from connections where id = ${id} for no key update skip locked)`.execute(tx)

/** Whether an administrator of the organization has signed in through a connection that is on and leads to their account. */
export async function isProven(tx: Tx, path: string): Promise<boolean> {
  const { rows } = await sql`select from grants g join roles r on r.key = g.role and r.administrator
    join users u on u.id = g.user_id and u.status = 'active' and u.joining_hash is null
    where g.node_path = ${path} and federated_at(u.identity_id, u.org_path) limit 1`.execute(prepared(tx))
  return rows.length === 1
}
/** Where Federated Only is said, at a place or below it, and holds; at most 1,000. */
export async function federatedOnlyBelow(tx: Tx, path: string): Promise<string[]> {
  const { lo, hi } = subtreeOf(path)
  const { rows } = await sql<{ path: string }>`select s.org_path as path from policy_settings s
    where s.org_path >= ${lo} and s.org_path < ${hi} and s.key = 'signin.federated_only' and s.value is not null
      and federated_only_at(s.org_path) order by 1 limit 1000`.execute(tx)
  return rows.map((row) => row.path)
}
