import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

export interface InvitationRow {
  id: string
  org_path: string
  org_id: string
  org_name: string
  org_level: string
  email: string
  first_name: string | null
  last_name: string | null
  role: string
  role_label: string
  role_description: string
  language: 'en' | 'de'
  invited_by: string
  invited_by_name: string
  created_at: Date
  sent_at: Date
  expires_at: Date
  accepted_at: Date | null
  revoked_at: Date | null
  version: number
  mail_id: string | null
  mail_status: 'queued' | 'sent' | 'deferred' | 'failed' | 'kept' | null
  mail_attempts: number | null
  mail_answer: string | null
  mail_at: Date | null
  mail_next: Date | null
}

const columns = sql`i.id, i.org_path, o.id as org_id, o.name as org_name, o.level as org_level, i.email, i.first_name, i.last_name,
  i.role, r.label as role_label, r.description as role_description, i.language, i.invited_by, i.invited_by_name,
  i.created_at, i.sent_at, i.expires_at, i.accepted_at, i.revoked_at, i.version`
/** An invitation with its organization, role and what became of its last mail. */
export const shown = sql`select ${columns}, m.id as mail_id, m.status as mail_status, m.attempts as mail_attempts,
  m.answer as mail_answer, m.at as mail_at, m.next_attempt_at as mail_next
  from invitations i join organizations o on o.path = i.org_path join roles r on r.key = i.role
  left join lateral (select * from mails where about_id = i.id and org_path = i.org_path order by created_at desc limit 1) m on true`

export interface FoundInvitation extends Omit<InvitationRow, `mail_${string}`> {
  /** Its organization, or one above it, is suspended or deleted. */
  stopped: boolean
  /** It takes no passwords. */
  federated: boolean
  identity_id: string | null
  /** The account of the address in this organization, if it has one. */
  account_id: string | null
  account_status: string | null
  /** They read the mailbox, and chose their password themselves; one that somebody else chose, or none, proves nobody. */
  claimed: boolean
}
const found = `select i.id, i.org_path, o.id as org_id, o.name as org_name, o.level as org_level, i.email, i.first_name, i.last_name,
    i.role, r.label as role_label, r.description as role_description, i.language, i.invited_by, i.invited_by_name,
    i.created_at, i.sent_at, i.expires_at, i.accepted_at, i.revoked_at, i.version, o.stopped, federated_only_at(i.org_path) as federated, p.id as identity_id,
    coalesce(p.password_hash is not null and not p.must_change_password and p.mailbox_proven_at is not null, false) as claimed,
    u.id as account_id, u.status as account_status
    from invitations i join organizations o on o.path = i.org_path join roles r on r.key = i.role
    left join identities p on p.email = i.email
    left join users u on u.org_path = i.org_path and u.email = i.email and u.replaced_by is null`
/** For the look-up connection: the invitation of a token's hash, and whether its address has a person here. */
export const byTokenStatement = { name: 'invitation_by_token', text: `${found} where i.token_hash = $1` }
export const byIdStatement = { name: 'invitation_by_id', text: `${found} where i.id = $1` }
/** For the look-up connection: open invitations of an address in an organization and below it, the newest first. */
export const byAddressStatement = {
  name: 'invitations_of_address',
  text: `${found} where i.email = $1 and i.org_path >= $2 and i.org_path < $3 and i.accepted_at is null and i.revoked_at is null
    order by i.created_at desc, i.id limit 20`,
}
/** For the look-up connection: connections that are on and lead to an organization. */
export const offersStatement = {
  name: 'connections_over',
  text: `select c.id, c.name from connections c join organizations o on o.path = c.org_path and not o.stopped
    where c.active and (c.org_path = $1 or starts_with($1, c.org_path || '.')) order by c.org_path desc, c.name, c.id limit 10`,
}
export interface Offer {
  id: string
  name: string
}

export interface Holding {
  user: string
  role: string
  path: string
  permissions: string[]
  assigns: string[]
}
/** For the look-up connection: what users hold, while they are active. */
export const holdingsStatement = {
  name: 'holdings_of_users',
  text: `select u.id as user, g.role, g.node_path as path, r.permissions, r.assigns
    from users u join organizations o on o.path = u.org_path and not o.stopped join grants g on g.user_id = u.id
    join roles r on r.key = g.role where u.id = any($1) and u.status = 'active'`,
}
export interface Offered {
  key: string
  org_path: string | null
  permissions: string[]
  levels: string[]
}
/** For the look-up connection: roles as far as decisions about giving them need them. */
export const offeredStatement = {
  name: 'roles_offered',
  text: 'select key, org_path, permissions, levels from roles where key = any($1)',
}

export const find = async (tx: Tx, path: string, id: string): Promise<InvitationRow | undefined> =>
  (await sql<InvitationRow>`${shown} where i.id = ${id} and i.org_path = ${path}`.execute(tx)).rows[0]

/** Locked, so that two clicks on one link, or a click and a cancellation, are answered one after the other. */
export async function lock(tx: Tx, path: string, id: string): Promise<InvitationRow | undefined> {
  await sql`select from invitations where id = ${id} and org_path = ${path} for update`.execute(tx)
  return find(tx, path, id)
}
const locked = (tx: Tx) =>
  tx
    .selectFrom('invitations')
    .innerJoin('organizations', 'organizations.path', 'invitations.org_path')
    .select(['invitations.id', 'accepted_at', 'revoked_at', 'expires_at', 'role', 'stopped', 'found_version'])
    .forUpdate('invitations')
/** Locked by the token itself: a link that was replaced meanwhile finds nothing. */
export const lockByToken = (tx: Tx, hash: Buffer) => locked(tx).where('token_hash', '=', hash).executeTakeFirst()
export const lockById = (tx: Tx, id: string) => locked(tx).where('invitations.id', '=', id).executeTakeFirst()

/** The one invitation to an address that is neither accepted nor revoked, locked. */
export const lockOpen = (tx: Tx, path: string, email: string) =>
  tx
    .selectFrom('invitations')
    .select(['id', 'accepted_at', 'revoked_at', 'expires_at'])
    .where('org_path', '=', path)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export async function countOpen(tx: Tx, path: string, most: number): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from (select from invitations i where i.org_path = ${path}
    and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${tx.now} limit ${most}) counted`.execute(tx)
  return rows[0]?.n ?? 0
}

export interface NewInvitation {
  id: string
  path: string
  email: string
  firstName: string | null
  lastName: string | null
  role: string
  language: string
  tokenHash: Buffer
  invitedBy: string
  invitedByName: string
  expiresAt: Date
  /** Of the deactivated account that it brings back, if any. */
  foundVersion: number | null
}
export const insert = (tx: Tx, it: NewInvitation) =>
  tx
    .insertInto('invitations')
    .values({
      id: it.id,
      org_path: it.path,
      email: it.email,
      first_name: it.firstName,
      last_name: it.lastName,
      role: it.role,
      language: it.language,
      token_hash: it.tokenHash,
      invited_by: it.invitedBy,
      invited_by_name: it.invitedByName,
      created_at: tx.now,
      sent_at: tx.now,
      expires_at: it.expiresAt,
      found_version: it.foundVersion,
    })
    .execute()

const change = (
  tx: Tx,
  id: string,
  to: Partial<Record<'sent_at' | 'expires_at' | 'accepted_at' | 'revoked_at', Date>> & {
    token_hash?: Buffer
    invited_by?: string
    invited_by_name?: string
    found_version?: number | null
  },
) =>
  tx
    .updateTable('invitations')
    .set((eb) => ({ ...to, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
/** Whoever sends it anew answers for it from now on. */
export const renew = (
  tx: Tx,
  id: string,
  tokenHash: Buffer,
  expiresAt: Date,
  by: { user: string; name: string },
  foundVersion: number | null,
) =>
  change(tx, id, {
    token_hash: tokenHash,
    sent_at: tx.now,
    expires_at: expiresAt,
    found_version: foundVersion,
    invited_by: by.user,
    invited_by_name: by.name,
  })
export const revoke = (tx: Tx, id: string) => change(tx, id, { revoked_at: tx.now })
export const markAccepted = (tx: Tx, id: string) => change(tx, id, { accepted_at: tx.now })

/** Whether an invitation to the address waits to be accepted. */
export async function isOpen(tx: Tx, path: string, email: string): Promise<boolean> {
  const { rows } = await sql`select from invitations where org_path = ${path} and email = ${email}
    and accepted_at is null and revoked_at is null and expires_at > ${tx.now}`.execute(tx)
  return rows.length === 1
}
