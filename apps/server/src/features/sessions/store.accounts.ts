/** The accounts of a person: which are open to them, what is asked of whoever enters one, and what they see of themselves. */
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { countsAt, usedLast } from '../identities/index.ts'
import { entered } from './store.federated.ts'

/**
 * What an account of an active person must be to be opened: within the connection $2 where there is one, and not for federated
 * sign-in only unless a provider said itself who they are ($3). `joining_hash`: they have not said yet that the account is theirs.
 */
const opens = `u.status = 'active' and u.joining_hash is null and ${entered('$2::uuid', '$3::boolean')}`

export interface AccountRow {
  user: string
  email: string
  first_name: string
  last_name: string
  org_id: string
  org_path: string
}
const own = 'f.identity_id = u.identity_id and f.confirmed_at is not null'
/** Nothing counts there but what was set up on a provider's word: perhaps by somebody else, and then nobody gets past it with a password. */
const doubtful = `exists (select from factors f where ${own} and f.connection_id is not null and leads(f.connection_id, u.org_path))
  and not exists (select from factors f where ${own} and f.connection_id is null and ${countsAt('f', 'u.org_path')})`
/**
 * For the look-up connection: the accounts of a person that are open to them, the one last used first (at most 100); but
 * whoever vouches for people in one organization keeps nobody from the others by it: not by a factor, nor by having been there.
 */
export const accountsStatement = {
  name: 'accounts_of_identity',
  text: `select u.id as user, u.email, u.first_name, u.last_name, o.id as org_id, o.path as org_path
    from users u join organizations o on o.path = u.org_path and not o.stopped left join user_activity a on a.user_id = u.id
    where u.identity_id = $1 and ${opens} order by ${doubtful}, ${usedLast} limit 100`,
}

/** For the look-up connection: a person's accounts lie in several organizations, beyond the reach of any one of them; $4: this one alone. */
export const accountNamesStatement = {
  name: 'account_names',
  text: `select u.id as user, o.id, o.name, o.level from users u join organizations o on o.path = u.org_path and not o.stopped
    where u.identity_id = $1 and ${opens} and ($4::uuid is null or u.id = $4) order by o.name_key limit 100`,
}

/** Locked against deactivation until this transaction ends; a session in a stopped organization is of no use anyway. */
export const isActive = async (tx: Tx, user: string): Promise<boolean> => {
  const { rows } = await sql`select from users u join organizations o on o.path = u.org_path and not o.stopped
    where u.id = ${user} and u.status = 'active' and u.joining_hash is null for share of u`.execute(prepared(tx))
  return rows.length === 1
}

export interface Demands {
  must_change_password: boolean
  /** One that counts for this account. */
  has_factor: boolean
  /** What was shown of second factors counts for it. */
  shown_counts: boolean
  mfa_required: boolean
  roles: string[]
}
const hasFactor = `exists (select from factors f where ${own} and ${countsAt('f', 'u.org_path')})`
/** What may still be asked of a person who proved who they are, `shown` with it, and enters this account of theirs. */
export async function demands(tx: Tx, identity: string, user: string, shown: Mark | null): Promise<Demands> {
  const it = sql`(select ${identity}::uuid as identity_id, ${shown?.connection ?? null}::uuid as connection_id,
    ${shown?.beside ?? []}::uuid[] as beside) s`
  const { rows } =
    await sql<Demands>`select i.must_change_password, ${sql.raw(hasFactor)} as has_factor, u.mfa_required,
    ${sql.raw(countsAt('s', 'u.org_path'))} as shown_counts, array(select g.role from grants g where g.user_id = u.id) as roles
    from ${it}, identities i join users u on u.identity_id = i.id where i.id = ${identity} and u.id = ${user}`.execute(
      prepared(tx),
    )
  const [found] = rows
  if (!found) throw new Error('no such account') // it was locked in this very transaction
  return found
}
/** For the look-up connection: has the person of an account a second factor that counts for it? */
export const hasFactorStatement = {
  name: 'has_factor',
  text: `select ${hasFactor} as has_factor from users u where u.id = $1`,
}
/** `connection`: through which they came. */
export const noteSignIn = (tx: Tx, user: string, connection: string | null) =>
  prepared(tx)
    .updateTable('user_activity')
    .set({
      last_sign_in_at: tx.now,
      last_active_at: tx.now,
      ...(connection === null && { last_own_sign_in_at: tx.now }),
    })
    .where('user_id', '=', user)
    .execute()

/** The person's own page: themselves here, and their grants with names. */
export async function me(tx: Tx, user: string) {
  const person = prepared(tx)
    .selectFrom('users as u')
    .innerJoin('organizations as o', 'o.path', 'u.org_path')
    .innerJoin('identities as i', 'i.id', 'u.identity_id')
    .select(['u.id', 'u.identity_id', 'u.email', 'u.first_name', 'u.last_name', 'u.phone', 'u.version', 'i.language'])
    .select(['o.id as org_id', 'o.name as org_name', 'o.level as org_level', 'u.org_path'])
    .where('u.id', '=', user)
    .executeTakeFirstOrThrow()
  const held = prepared(tx)
    .selectFrom('grants as g')
    .innerJoin('roles as r', 'r.key', 'g.role')
    .innerJoin('organizations as o', 'o.path', 'g.node_path')
    .select(['g.role', 'r.label', 'r.permissions', 'o.id as org_id', 'o.name as org_name', 'o.level as org_level'])
    .where('g.user_id', '=', user)
    .execute()
  const [row, grants] = await together(person, held)
  return { ...row, grants }
}
