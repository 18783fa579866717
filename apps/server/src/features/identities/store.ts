/** Persons who sign in. Every transaction here is bound to the one identity it is about. */
import type { Language } from '@tenantry/contract'
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'

export interface Found {
  id: string
  email: string
  password_hash: string | null
  language: Language
  /** Somebody else chose the password. */
  must_change_password: boolean
  /** A link from the mailbox was used. */
  proven: boolean
}
const found = 'id, email, password_hash, language, must_change_password, mailbox_proven_at is not null as proven'
/** For the look-up connection: who has this address? */
export const byEmailStatement = {
  name: 'identity_by_email',
  text: `select ${found} from identities where email = $1`,
}
export const byIdStatement = {
  name: 'identity_by_id',
  text: `select ${found} from identities where id = $1`,
}
/**
 * Whether an account (`u`) is a person's own (`i`): not what is made for them and not confirmed, nor what others made before the
 * first link of their mailbox was used, as long as the person has not entered it since.
 */
export const isOwn = `u.joining_hash is null and (i.mailbox_proven_at is null or u.created_at >= i.mailbox_proven_at
    or exists (select from user_activity a where a.user_id = u.id and a.last_sign_in_at >= i.mailbox_proven_at))`
/** Whether a factor, recovery code or remembered device (`it`) counts for an account of its person at a place; of most it needs no look-up. */
export const countsAt = (it: string, place: string) => `${countsStart(it)}${place}))`
const countsStart = (it: string) =>
  `(${it}.connection_id is null and ${it}.beside = '{}' or counts_at(${it}.identity_id, ${it}.connection_id, ${it}.beside, `
/** The same in a query. */
export const countingAt = (it: string, place: string) => sql<boolean>`${sql.raw(countsStart(it))}${place}))`
/**
 * In SQL: the organization on whose word a person comes through a connection: the one it belongs to, or the one on whose word
 * the person's sign-in was linked there. Where that link is gone it is one for all such connections; null without the connection.
 */
export const voucherFor = (identity: string, connection: string) =>
  `(select case when l.id is null then '00000000-0000-0000-0000-000000000000' else coalesce(l.voucher_id, o.id) end
    from connections c join organizations o on o.path = c.org_path
      left join federated_links l on l.connection_id = c.id and l.identity_id = ${identity} where c.id = ${connection})`
/** In SQL: accounts `u` with their activity `a`, the one used last first, by something of the person's own if any was. */
export const usedLast = 'a.last_own_sign_in_at desc nulls last, a.last_sign_in_at desc nulls last, u.id'
/** As an array of paths: where the accounts of a person (`i`) are whose policies decide about them: their own, else all that they confirmed. */
export const decidingHomes = (() => {
  const homes = (which: string) => `array(select u.org_path from users u
    where u.identity_id = i.id and u.status = 'active' and ${which} limit 100)`
  return `coalesce(nullif(${homes(isOwn)}, '{}'), ${homes('u.joining_hash is null')})`
})()
/** For the look-up connection: where policies decide about a person. */
export const homesStatement = {
  name: 'homes_of_identity',
  text: `select distinct unnest(${decidingHomes}) as path from identities i where i.id = $1`,
}
export interface NewIdentity {
  id: string
  email: string
  /** Null: the person sets one with the link they are sent. */
  passwordHash: string | null
  language: string
  /** Somebody else chose the password: until when it opens a session. */
  initialUntil?: Date
  /** Whoever comes has shown that the mailbox is theirs. */
  mailboxProven: boolean
}
export const insert = (tx: Tx, it: NewIdentity) =>
  tx
    .insertInto('identities')
    .values({
      id: it.id,
      email: it.email,
      password_hash: it.passwordHash,
      password_changed_at: it.passwordHash === null ? null : tx.now,
      must_change_password: it.initialUntil !== undefined,
      password_expires_at: it.initialUntil ?? null,
      language: it.language,
      created_at: tx.now,
      mailbox_proven_at: it.mailboxProven ? tx.now : null,
    })
    .execute()

const locked = (tx: Tx, id: string) =>
  prepared(tx)
    .selectFrom('identities')
    .select(['id', 'email', 'password_hash', 'language', 'must_change_password', 'mailbox_proven_at'])
    .where('id', '=', id)
    .forUpdate()
/** Locked: two changes of one password are decided one after the other. */
export const lock = (tx: Tx, id: string) => locked(tx, id).executeTakeFirstOrThrow()
/** The same, while they still have the address by which they were found. */
export const lockAt = (tx: Tx, id: string, email: string) =>
  locked(tx, id).where('email', '=', email).executeTakeFirst()

export const setPassword = (tx: Tx, id: string, passwordHash: string) =>
  tx
    .updateTable('identities')
    .set({
      password_hash: passwordHash,
      password_changed_at: tx.now,
      must_change_password: false,
      password_expires_at: null,
    })
    .where('id', '=', id)
    .execute()

/** A sign-in at a provider. */
export interface KeptLink {
  readonly connection: string
  readonly subject: string
}
/**
 * A link from the person's mailbox is used, which counts for more than whatever was there before the first one: sign-ins,
 * factors, sessions and API keys of somebody else may have been. They are gone, and so is the password; true where that was
 * so. Before anything else of the person is locked. `kept`: the sign-in at a provider that vouches for them now.
 */
export async function proveMailbox(tx: Tx, identity: string, kept?: KeptLink): Promise<boolean> {
  const { rows } = await sql<{ first: boolean }>`select prove_mailbox(${identity}, ${tx.now},
    ${kept?.connection ?? null}, ${kept?.subject ?? null}) as first`.execute(prepared(tx))
  return rows[0]?.first === true
}

/** The same password under another hash, unless it was changed meanwhile. */
export const replaceHash = (tx: Tx, id: string, before: string, after: string) =>
  tx
    .updateTable('identities')
    .set({ password_hash: after })
    .where('id', '=', id)
    .where('password_hash', '=', before)
    .execute()

/** Their accounts show it by their foreign key. */
export const setEmail = (tx: Tx, id: string, email: string) =>
  tx.updateTable('identities').set({ email }).where('id', '=', id).execute()

/** What language a person who reaches this far reads. */
export async function languageOf(tx: Tx, id: string): Promise<Language> {
  const { rows } = await sql<{ language: Language | null }>`select language_of(${id}) as language`.execute(tx)
  return rows[0]?.language ?? 'en'
}

export const setLanguage = (tx: Tx, id: string, language: string) =>
  tx.updateTable('identities').set({ language }).where('id', '=', id).execute()
/**
 * Used up: true for the one session that came first, within its time. Long over from then on: of two at once the one that
 * waited may have asked earlier, and what was over only since then would still be open to it.
 */
export const spendInitialPassword = async (tx: Tx, identity: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('identities')
    .set({ password_expires_at: new Date(0) })
    .where('id', '=', identity)
    .where('must_change_password', '=', true)
    .where('password_expires_at', '>', tx.now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
