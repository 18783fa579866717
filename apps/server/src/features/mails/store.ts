import type { Language } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

const columns = [
  'id',
  'kind',
  'recipient',
  'subject',
  'status',
  'attempts',
  'answer',
  'created_at',
  'at',
  'next_attempt_at',
] as const

export interface NewMail {
  id: string
  path: string
  kind: string
  about: string
  recipient: string
  subject: string
  sealed: Buffer
  status: 'queued' | 'kept'
}
export const insert = (tx: Tx, it: NewMail) =>
  tx
    .insertInto('mails')
    .values({
      id: it.id,
      org_path: it.path,
      kind: it.kind,
      about_id: it.about,
      recipient: it.recipient,
      subject: it.subject,
      sealed_content: it.sealed,
      status: it.status,
      created_at: tx.now,
      at: tx.now,
    })
    .execute()

export const find = (tx: Tx, id: string) =>
  tx
    .selectFrom('mails')
    .select([...columns, 'sealed_content'])
    .where('id', '=', id)
    .where('org_path', '>=', tx.reach.lo)
    .where('org_path', '<', tx.reach.hi)
    .executeTakeFirst()

export interface Result {
  status: 'queued' | 'sent' | 'deferred' | 'failed' | 'kept'
  attempts: number
  answer: string
  nextAttemptAt: Date | null
}
/** Once a mail is out of our hands its text, and the link in it, is forgotten. */
export const note = (tx: Tx, id: string, { status, attempts, answer, nextAttemptAt }: Result) =>
  tx
    .updateTable('mails')
    .set({
      status,
      attempts,
      answer,
      at: tx.now,
      next_attempt_at: nextAttemptAt,
      ...(status === 'deferred' ? {} : { sealed_content: null }),
    })
    .where('id', '=', id)
    .execute()

export function list(tx: Tx, lo: string, hi: string, after: readonly unknown[] | null, limit: number) {
  let query = tx.selectFrom('mails').select(columns).where('org_path', '>=', lo).where('org_path', '<', hi)
  if (after) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}, ${after[1]})`)
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** The newest mails that wait to be read because no mail server is configured. */
export const kept = (tx: Tx, most: number) =>
  tx
    .selectFrom('mails')
    .select(columns)
    .where('org_path', '>=', tx.reach.lo)
    .where('org_path', '<', tx.reach.hi)
    .where('status', '=', 'kept')
    .orderBy('created_at', 'desc')
    .limit(most)
    .execute()

/** Mails that wait for a mail server which is there no longer. How many they were. */
export const keepWaiting = async (tx: Tx): Promise<number> => {
  const { numUpdatedRows } = await tx
    .updateTable('mails')
    .set({ status: 'kept', next_attempt_at: null, at: tx.now })
    .where('status', 'in', ['queued', 'deferred'])
    .where('org_path', '>=', tx.reach.lo)
    .where('org_path', '<', tx.reach.hi)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export interface Receiver {
  readonly email: string
  readonly name: string
  readonly language: Language
  /** Where the mail says them. */
  readonly organization?: string
  readonly role?: string
}
/** Whom a mail about a user goes to, in which language. */
export const receiver = async (tx: Tx, user: string) => {
  const { rows } = await sql<Receiver>`
    select u.email, u.first_name || ' ' || u.last_name as name, language_of(u.identity_id) as language
    from users u where u.id = ${user}`.execute(tx)
  return rows[0]
}
/** A new account, with what its mail says. */
export const account = async (tx: Tx, user: string) => {
  const { rows } = await sql<Receiver>`
    select u.email, u.first_name || ' ' || u.last_name as name, language_of(u.identity_id) as language,
      o.name as organization, coalesce(r.label, u.role) as role
    from users u join organizations o on o.path = u.org_path left join roles r on r.key = u.role
    where u.id = ${user}`.execute(tx)
  return rows[0]
}
/** Whoever is invited, called by the first name, if it is known. */
export const invitation = async (tx: Tx, id: string) => {
  const { rows } = await sql<Receiver>`
    select i.email, coalesce(i.first_name, '') as name, i.language, o.name as organization, r.label as role
    from invitations i join roles r on r.key = i.role join organizations o on o.path = i.org_path
    where i.id = ${id}`.execute(tx)
  return rows[0]
}

/** For the look-up connection: where a job's organization lies now. */
export const pathStatement = { name: 'organization_path', text: 'select path from organizations where id = $1' }
