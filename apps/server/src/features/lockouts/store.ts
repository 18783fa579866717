import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { countsAt, decidingHomes, usedLast, voucherFor } from '../identities/index.ts'
import type { LockedAfter } from './rules.ts'

/** For the look-up connection: the person behind an address ($1), whether the browser ($2) is known by now ($3) as theirs. */
export interface Subject {
  id: string
  password_hash: string | null
  /** Where their accounts are whose policies decide. */
  homes: string[]
  known: boolean
  locked: boolean
}
export const subjectStatement = {
  name: 'password_subject',
  text: `select i.id, i.password_hash,
      ${decidingHomes} as homes,
      exists (select from known_browsers k where k.token_hash = $2 and k.identity_id = i.id and k.expires_at > $3) as known,
      exists (select from lockouts l where l.identity_id = i.id and l.until > $3) as locked
    from identities i where i.email = $1`,
}

/**
 * For the look-up connection: is a browser ($2) known by now ($3) as a person's ($1), and on whose word were the factors set up
 * that count at a place ($4)? Null among them: with something of the person's own. On whose word do they come through a connection ($5)?
 */
export const triedStatement = {
  name: 'tried_factors',
  text: `select exists (select from known_browsers k where k.token_hash = $2 and k.identity_id = $1 and k.expires_at > $3) as known,
      array(select distinct f.connection_id from factors f where f.identity_id = $1 and f.confirmed_at is not null
        and ${countsAt('f', '$4')} order by 1) as words,
      ${voucherFor('$1', '$5')} as voucher`,
}
export interface Tried {
  known: boolean
  /** On whose word they come through that connection. */
  voucher: string | null
  words: (string | null)[]
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
/** True for the one call that locked it; not where it is locked already after the same. */
export async function lock(tx: Tx, it: NewLock): Promise<boolean> {
  const until = it.until ?? sql<Date>`'infinity'::timestamptz`
  const { rows } = await sql`insert into lockouts as l (identity_id, locked_at, until, after, token_hash)
    values (${it.identity}, ${tx.now}, ${until}, ${it.after}, ${it.tokenHash})
    on conflict (identity_id, after) do update set locked_at = excluded.locked_at, until = excluded.until,
      token_hash = excluded.token_hash
      where l.until <= ${tx.now} returning identity_id`.execute(tx)
  return rows.length === 1
}
/** The one call that ended it. */
export const useToken = async (tx: Tx, tokenHash: Buffer): Promise<boolean> =>
  (await tx.deleteFrom('lockouts').where('token_hash', '=', tokenHash).executeTakeFirst()).numDeletedRows === 1n

export const unlock = (tx: Tx, identity: string) =>
  tx.deleteFrom('lockouts').where('identity_id', '=', identity).execute()
/** By a new password, unless an administrator has to. True where no lock after wrong passwords is left. */
export async function unlockPasswords(tx: Tx, identity: string): Promise<boolean> {
  const theirs = tx.deleteFrom('lockouts').where('identity_id', '=', identity).where('after', '=', 'passwords')
  await theirs.where(sql<boolean>`until < 'infinity'`).execute()
  const left = tx.selectFrom('lockouts').select('until').where('identity_id', '=', identity)
  return (await left.where('after', '=', 'passwords').execute()).length === 0
}
/** By a new password, unless one has ended such a lock since then. True where it did. */
export async function unlockFactors(tx: Tx, identity: string, since: Date): Promise<boolean> {
  const { rows } = await sql`with due as (
      update identities set factors_reset_at = ${tx.now}
      where id = ${identity} and (factors_reset_at is null or factors_reset_at <= ${since})
        and exists (select from lockouts l where l.identity_id = ${identity} and l.after = 'factors')
      returning id)
    delete from lockouts where identity_id in (select id from due) and after = 'factors' returning identity_id`.execute(
    tx,
  )
  return rows.length === 1
}

/** `through`: not those of a person who has accounts where this connection does not lead. */
export const forgetBrowsers = (tx: Tx, identity: string, through: string | null = null) =>
  tx
    .deleteFrom('known_browsers')
    .where('identity_id', '=', identity)
    .where(
      sql<boolean>`(${through}::uuid is null or not exists (select from users u where u.identity_id = ${identity}
        and u.status = 'active' and u.joining_hash is null and not leads(${through}::uuid, u.org_path)))`,
    )
    .execute()
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
  /** There is a password, and it opens an account. */
  opens: boolean
  /** When a new password ended a lock after wrong factors. */
  factors_reset_at: Date | null
}
/** For the look-up connection: the active account of a person that was used last. No provider's word takes the record of a lock to itself. */
export const accountOfLockedStatement = {
  name: 'account_of_locked',
  text: `select u.id as user, u.first_name || ' ' || u.last_name as name, o.id as org_id, o.path as org_path, i.factors_reset_at,
      i.password_hash is not null and exists (select from users e join organizations h on h.path = e.org_path and not h.stopped
        where e.identity_id = i.id and e.status = 'active' and e.joining_hash is null and not e.federated_only
        and enters(null, e.org_path)) as opens
    from users u join organizations o on o.path = u.org_path join identities i on i.id = u.identity_id
    left join user_activity a on a.user_id = u.id
    where u.identity_id = $1 and u.status = 'active' and u.joining_hash is null
    order by ${usedLast} limit 1`,
}
