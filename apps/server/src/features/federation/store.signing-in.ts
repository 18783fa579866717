/** What signing in through a connection asks for: before a reach exists by the look-up connection, then by keys. */
import { sql } from 'kysely'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { isOwn } from '../identities/index.ts'
import type { ConnectionRow } from './store.ts'

export type Open = Omit<ConnectionRow, 'links' | 'sessions'> & { org_level: string; org_name: string }
const open = `c.id, c.org_path, o.id as org_id, o.level as org_level, o.name as org_name, c.name, c.issuer, c.client_id,
  c.client_secret, c.algorithms, c.claims, c.role_claim, c.role_map, c.default_role, c.role_sync, c.newcomers, c.active, c.set_by,
  c.set_by_name, c.created_at, c.last_sign_in_at, c.version
  from connections c join organizations o on o.path = c.org_path and not o.stopped`
/** For the look-up connection: a connection that can be used now. */
export const openStatement = { name: 'connection_open', text: `select ${open} where c.id = $1 and c.active` }
/** For the look-up connection: a sign-in under way ($1 its hash, $2 the browser's, $3 its purpose) and its connection. */
export const stateStatement = {
  name: 'federation_state',
  text: `select s.expires_at, s.session_id, s.invitation_id, s.place, ${open} join federation_states s on s.connection_id = c.id
    where s.state_hash = $1 and s.browser_hash = $2 and s.purpose = $3 and c.active`,
}
/** For the look-up connection: where a sign-in under way ($1 its hash, $2 now) was begun. */
export const originStatement = {
  name: 'federation_origin',
  text: 'select host, org_path from federation_states where state_hash = $1 and expires_at > $2 and host is not null',
}
export interface Begun {
  host: string
  org_path: string
}
export const stateKey = (state: string, browser: string | null, purpose: NewState['purpose']) => [
  hashOf(state),
  hashOf(browser ?? ''),
  purpose,
]
export type UnderWay = Open & {
  expires_at: Date
  session_id: string | null
  invitation_id: string | null
  /** Where it was begun from, as attempts are counted. */
  place: string | null
}

/** For the look-up connection: what the verified domain of an address leads to, and whether nothing else is taken there. */
export const offersStatement = {
  name: 'federation_offers',
  text: `select c.id, c.name, federated_only_at(d.org_path) as federated_only from email_domains d
    join organizations o on o.path = d.org_path and not o.stopped
    join connections c on c.org_path = d.org_path and c.active
    where d.domain = $1 and d.verified_at is not null order by c.name, c.id limit 10`,
}
/** For the look-up connection: the same of a connection that a link names. */
export const offerStatement = {
  name: 'federation_offer',
  text: `select c.id, c.name, false as federated_only from connections c
    join organizations o on o.path = c.org_path and not o.stopped where c.id = $1 and c.active`,
}
export interface OfferRow {
  id: string
  name: string
  federated_only: boolean
}

/** For the look-up connection: whether a domain ($2) is shown to be the organization's at this path. */
export const speaksForStatement = {
  name: 'federation_speaks_for',
  text: `select from email_domains d join connections c on c.org_path = d.org_path
    where c.id = $1 and d.domain = $2 and d.verified_at is not null`,
}
/** For the look-up connection: whose a subject is. */
export const linkStatement = {
  name: 'federated_link',
  text: 'select l.id, l.identity_id, l.subject from federated_links l where l.connection_id = $1 and l.subject = $2',
}
export interface LinkRow {
  id: string
  identity_id: string
  subject: string
}
/** For the look-up connection: every account of a person, whatever its state; first those that they said are theirs. */
export const accountsStatement = {
  name: 'federated_accounts',
  text: `select u.id as user, u.org_path as path, o.id as org_id, u.status, u.joining_hash is not null as joining, ${isOwn} as own, o.stopped,
      u.first_name || ' ' || u.last_name as name
    from users u join identities i on i.id = u.identity_id join organizations o on o.path = u.org_path where u.identity_id = $1
    order by u.joining_hash is not null, u.created_at, u.id limit 200`,
}
export interface AccountRow {
  user: string
  path: string
  org_id: string
  status: string
  joining: boolean
  /** Not what others made for them before they came. */
  own: boolean
  stopped: boolean
  name: string
}
export const linkOfStatement = {
  name: 'federated_link_of',
  text: 'select id, identity_id, subject from federated_links where connection_id = $1 and identity_id = $2',
}
/** For the look-up connection: what somebody who can sign in holds, with what each role may give. */
export const holdingsStatement = {
  name: 'federation_setter',
  text: `select g.role, g.node_path as path, r.permissions, r.assigns from users u
    join organizations o on o.path = u.org_path and not o.stopped join grants g on g.user_id = u.id
    join roles r on r.key = g.role where u.id = $1 and u.status = 'active' and u.joining_hash is null`,
}
export type Holding = Grant & { readonly assigns: readonly string[] }
/** For the look-up connection: what a person ($1) holds in all of their own accounts, or ($3) below a place ($2) alone; there in whatever was made for them. */
export const grantsStatement = {
  name: 'federation_grants',
  text: `select g.role, g.node_path as path, r.permissions from users u join identities i on i.id = u.identity_id
    join grants g on g.user_id = u.id join roles r on r.key = g.role
    where u.identity_id = $1 and (${isOwn} and not $3 or starts_with(u.org_path || '.', $2 || '.'))`,
}
/** For the look-up connection: a role as it can be given. */
export const roleStatement = {
  name: 'federation_role',
  text: 'select key, label, permissions, levels, org_path, administrator from roles where key = $1 and retired_at is null',
}
export interface RoleRow {
  key: string
  label: string
  permissions: string[]
  levels: string[]
  org_path: string | null
  administrator: boolean
}

export interface NewState {
  readonly hash: Buffer
  readonly browser: Buffer
  readonly connection: { readonly id: string; readonly org_path: string }
  readonly purpose: 'sign_in' | 'link' | 'prove'
  readonly expiresAt: Date
  readonly of: { readonly identity: string; readonly session: string } | null
  /** Of the page that began. */
  readonly host: string | null
  readonly invitation: string | null
  readonly place: string
}
export const insertState = (tx: Tx, it: NewState) =>
  tx
    .insertInto('federation_states')
    .values({
      state_hash: it.hash,
      org_path: it.connection.org_path,
      connection_id: it.connection.id,
      purpose: it.purpose,
      browser_hash: it.browser,
      identity_id: it.of?.identity ?? null,
      session_id: it.of?.session ?? null,
      host: it.host,
      invitation_id: it.invitation,
      place: it.place,
      expires_at: it.expiresAt,
    })
    .execute()
/** True for the one call that came first. */
export const useState = async (tx: Tx, hash: Buffer): Promise<boolean> =>
  (await tx.deleteFrom('federation_states').where('state_hash', '=', hash).executeTakeFirst()).numDeletedRows === 1n

export const insertLink = (
  tx: Tx,
  it: {
    id: string
    connection: { id: string; org_path: string }
    identity: string
    subject: string
    email: string | null
    voucher: string | null
  },
) =>
  tx
    .insertInto('federated_links')
    .values({
      id: it.id,
      org_path: it.connection.org_path,
      connection_id: it.connection.id,
      identity_id: it.identity,
      subject: it.subject,
      email: it.email,
      voucher_id: it.voucher,
      linked_at: tx.now,
      last_used_at: tx.now,
    })
    .execute()
/** Still whose it was. */
export const noteUse = async (tx: Tx, id: string, identity: string, email: string | null): Promise<boolean> =>
  (
    await tx
      .updateTable('federated_links')
      .set({ last_used_at: tx.now, email, refused_at: null })
      .where('id', '=', id)
      .where('identity_id', '=', identity)
      .executeTakeFirst()
  ).numUpdatedRows === 1n

/** Its groups let them in no more, until they do: what was set up on its word is over, too. */
export const noteRefusal = (tx: Tx, connection: string, identity: string) =>
  tx
    .updateTable('federated_links')
    .set({ refused_at: tx.now })
    .where('connection_id', '=', connection)
    .where('identity_id', '=', identity)
    .execute()

/** The account is theirs: they came through the provider of its organization, and the link was proved. */
export const confirmJoining = async (tx: Tx, user: string): Promise<boolean> => {
  const { rows } = await sql`update users set joining_hash = null, joining_until = null, version = version + 1
    where id = ${user} and joining_hash is not null and status = 'active' returning id`.execute(tx)
  return rows.length === 1
}
/** For the look-up connection: the address of a person. */
export const emailStatement = { name: 'email_of_identity', text: 'select email from identities where id = $1' }
