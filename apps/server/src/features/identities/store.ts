/** Persons who sign in. Every transaction here is bound to the one identity it is about. */
import type { Language } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

export interface Found {
  id: string
  email: string
  password_hash: string | null
  language: Language
}
/** For the look-up connection: who has this address? */
export const byEmailStatement = {
  name: 'identity_by_email',
  text: 'select id, email, password_hash, language from identities where email = $1',
}
export const byIdStatement = {
  name: 'identity_by_id',
  text: 'select id, email, password_hash, language from identities where id = $1',
}
export const insert = (tx: Tx, it: { id: string; email: string; passwordHash: string; language: string }) =>
  tx
    .insertInto('identities')
    .values({
      id: it.id,
      email: it.email,
      password_hash: it.passwordHash,
      password_changed_at: tx.now,
      language: it.language,
      created_at: tx.now,
    })
    .execute()

/** Locked: two changes of one password are decided one after the other. */
export const lock = (tx: Tx, id: string) =>
  tx
    .selectFrom('identities')
    .select(['id', 'email', 'password_hash', 'language'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()

export const setPassword = (tx: Tx, id: string, passwordHash: string) =>
  tx
    .updateTable('identities')
    .set({ password_hash: passwordHash, password_changed_at: tx.now })
    .where('id', '=', id)
    .execute()

/** What language a person who reaches this far reads. */
export async function languageOf(tx: Tx, id: string): Promise<Language> {
  const { rows } = await sql<{ language: Language | null }>`select language_of(${id}) as language`.execute(tx)
  return rows[0]?.language ?? 'en'
}

export const setLanguage = (tx: Tx, id: string, language: string) =>
  tx.updateTable('identities').set({ language }).where('id', '=', id).execute()
