import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import type { LockedAfter } from './rules.ts'

/** For the look-up connection: the person behind an address ($1), whether the browser ($2) is known by now ($3) as theirs. */
export interface Subject {
  id: string
  password_hash: string | null
  /** Where their active accounts are; what is made for them and not confirmed decides nothing. */
  homes: string[]
  known: boolean
  locked: boolean
}
export const subjectStatement = {
  name: 'password_subject',
  text: `select i.id, i.password_hash,
      array(select u.org_path from users u where u.identity_id = i.id and u.status = 'active' and u.joining_hash is null limit 100) as homes,
      exists (select from known_browsers k where k.token_hash = $2 and k.identity_id = i.id and k.expires_at > $3) as known,
      exists (select from lockouts l where l.identity_id = i.id and l.until > $3) as locked
    from identities i where i.email = $1`,
}

export interface FactorSubject {
  email: string
  known: boolean
}
/** For the look-up connection: the address of a person ($1), and whether the browser ($2) is known by now ($3) as theirs. */
export const factorSubjectStatement = {
  name: 'factor_subject',
  text: `select i.email,
      exists (select from known_browsers k where k.token_hash = $2 and k.identity_id = i.id and k.expires_at > $3) as known
    from identities i where i.id = $1`,
}

/** For the look-up connection: whose lock does a link end? */
export const byTokenStatement = {
  name: 'lockout_by_token',
  text: `select l.identity_id, i.email from lockouts l join identities i on i.id = l.identity_id
    where l.token_hash = $1 and l.until > $2`,
}

export interface NewLock {
  readonly identity: string
  readonly until: Date | null
  readonly after: LockedAfter
  readonly tokenHash: Buffer | null
}
/** True for the one call that locked it; not where it is locked already, unless for longer now. */
export async function lock(tx: Tx, it: NewLock): Promise<boolean> {
  const until = it.until ?? sql<Date>`'infinity'::timestamptz`
  const { rows } = await sql`insert into lockouts as l (identity_id, locked_at, until, after, token_hash)
    values (${it.identity}, ${tx.now}, ${until}, ${it.after}, ${it.tokenHash})
    on conflict (identity_id) do update set locked_at = excluded.locked_at, until = excluded.until, after = excluded.after,
      token_hash = excluded.token_hash
      where l.until <= ${tx.now} or (excluded.after = 'factors' and l.until < 'infinity') returning identity_id`.execute(
    tx,
  )
  return rows.length === 1
}
/** The one call that ended it. */
export const useToken = async (tx: Tx, tokenHash: Buffer): Promise<boolean> =>
  (await tx.deleteFrom('lockouts').where('token_hash', '=', tokenHash).executeTakeFirst()).numDeletedRows === 1n

export const unlock = (tx: Tx, identity: string) =>
  tx.deleteFrom('lockouts').where('identity_id', '=', identity).execute()
/** By a new password; unless passwords were tried, and an administrator has to. True where no lock is left. */
export async function unlockByPassword(tx: Tx, identity: string): Promise<boolean> {
  const ends = sql<boolean>`(until < 'infinity' or after = 'factors')`
  await tx.deleteFrom('lockouts').where('identity_id', '=', identity).where(ends).execute()
  const left = await tx.selectFrom('lockouts').select('until').where('identity_id', '=', identity).execute()
  return left.length === 0
}

export const forgetBrowsers = (tx: Tx, identity: string) =>
  tx.deleteFrom('known_browsers').where('identity_id', '=', identity).execute()
export const isKnown = async (tx: Tx, identity: string, tokenHash: Buffer): Promise<boolean> =>
  (
    await prepared(tx)
      .selectFrom('known_browsers')
      .select('identity_id')
      .where('token_hash', '=', tokenHash)
      .where('identity_id', '=', identity)
      .where('expires_at', '>', tx.now)
      .execute()
  ).length === 1
/** One more, and no more than `most`: the oldest go. */
export async function noteBrowser(tx: Tx, it: { identity: string; tokenHash: Buffer; until: Date }, most: number) {
  await together(
    prepared(tx)
      .insertInto('known_browsers')
      .values({ token_hash: it.tokenHash, identity_id: it.identity, created_at: tx.now, expires_at: it.until })
      .execute(),
    sql`delete from known_browsers where token_hash in (select token_hash from known_browsers
      where identity_id = ${it.identity} order by created_at desc offset ${most})`.execute(prepared(tx)),
  )
}

export interface LockedAccount {
  user: string
  name: string
  org_id: string
  org_path: string
}
/** For the look-up connection: the active account of a person that was used last; the lock is recorded there. */
export const accountOfLockedStatement = {
  name: 'account_of_locked',
  text: `select u.id as user, u.first_name || ' ' || u.last_name as name, o.id as org_id, o.path as org_path from users u join organizations o on o.path = u.org_path
    left join user_activity a on a.user_id = u.id
    where u.identity_id = $1 and u.status = 'active' and u.joining_hash is null
    order by a.last_sign_in_at desc nulls last, u.id limit 1`,
}
