import type { SignInMethod, Step } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Numbered } from '../../platform/db/batch.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'

export interface AuthorityRow extends Numbered {
  session: string
  by_key: boolean
  /** Milliseconds since 1970: a date as text would be taken apart and put together again on the way. */
  created_at: number
  used_at: number
  /** What no use can put off. */
  latest: number
  /** Seconds without use after which the session ends; null: whether it is used or not. */
  idle: number | null
  identity: string
  user: string
  version: number
  name: string
  step: Step | null
  connection: string | null
  place_id: string | null
  place_path: string | null
  place_level: string | null
  place_name: string | null
  /** [role, node path, permissions] each; absent where no organization was named. */
  grants?: [string, string, string[]][] | null
}
const milliseconds = (value: string, name: string) => `(extract(epoch from ${value}) * 1000)::float8 as ${name}`
/** Of the organization where the session's account is at home (`h`); the sum of both stands in session_ends(). */
const rules = `case s.kind when 'session' then h.session_idle end as idle,
  ${milliseconds(`session_ends(s.kind, s.created_at, s.used_at, s.expires_at, h.session_absolute, null, h.session_ceiling)`, 'latest')}`
const caller = (place: string) => `k.n::integer, s.id as session, s.kind = 'key' as by_key,
  ${milliseconds('s.created_at', 'created_at')}, ${milliseconds('s.used_at', 'used_at')}, ${rules}, s.identity_id as identity, s.user_id as user, u.version, u.first_name || ' ' || u.last_name as name,
  s.step, s.connection_id as connection,
  ${place}.id as place_id, ${place}.path as place_path, ${place}.level as place_level, ${place}.name as place_name`
/**
 * One look-up by key after the other, whatever the planner believes: `offset 0` keeps it from joining in another order.
 * With statistics older than an import it began at the active users, and read every one of them for every request.
 */
const alive = `join lateral (select * from sessions where token_hash = k.hash offset 0) s
      on s.connection_id is null or exists (select from connections c
        where c.id = s.connection_id and c.active and starts_with(s.org_path || '.', c.org_path || '.'))
    join lateral (select * from users where id = s.user_id offset 0) u on u.status = 'active'
    join lateral (select * from organizations where path = s.org_path offset 0) h on not h.stopped`
/** Whose sessions are these, and where are they at home: $1 token hashes. Every join is a look-up by key. */
export const callerStatement = {
  name: 'caller',
  text: `select ${caller('h')} from unnest($1::bytea[]) with ordinality k (hash, n) ${alive}`,
}
/** The same with all that decides about an organization: $2 its id, for each. */
export const authorityStatement = {
  name: 'authority',
  text: `select ${caller('p')}, (select json_agg(json_build_array(g.role, g.node_path, r.permissions))
      from grants g join roles r on r.key = g.role where g.user_id = s.user_id) as grants
    from unnest($1::bytea[], $2::uuid[]) with ordinality k (hash, organization, n) ${alive}
    left join organizations p on p.id = k.organization`,
}

export interface WeighedRow extends AuthorityRow {
  /** [id, path] each; absent where none of them exists. */
  paths?: [string, string][] | null
}
/** The caller at home, what they hold, and where organizations lie: $2 their ids for each, as the text of an array. */
export const weighedStatement = {
  name: 'weighed',
  text: `select ${caller('h')}, (select json_agg(json_build_array(g.role, g.node_path, r.permissions))
      from grants g join roles r on r.key = g.role where g.user_id = s.user_id) as grants,
    (select json_agg(json_build_array(o.id, o.path)) from organizations o where o.id = any(k.organizations::uuid[])) as paths
    from unnest($1::bytea[], $2::text[]) with ordinality k (hash, organizations, n) ${alive}`,
}
export type Proof = { proved_at: Date | null }
/**
 * For the look-up connection: when did the person of a session last prove who they are? Whoever has a factor by now shows
 * that: what a password proved before there was one counts no more. And a provider's word is no proof for what is a person's wherever they are (password, factors, address) as long as they have
 * accounts beyond its organization: it would open those, too. Then they show something of their own.
 */
export const proofStatement = {
  name: 'proof',
  text: `select case when s.connection_id is null or s.methods && array['password', 'totp', 'passkey', 'recovery_code']
      or not exists (select from users u where u.identity_id = s.identity_id
        and not starts_with(u.org_path || '.', c.org_path || '.')) then s.proved_at end as proved_at
    from (select * from sessions s where s.methods && array['totp', 'passkey', 'recovery_code'] or not exists
        (select from factors f where f.identity_id = s.identity_id and f.confirmed_at is not null)) s left join connections c on c.id = s.connection_id where s.id = $1`,
}

interface Held {
  readonly session: string
  readonly user: string
  readonly version: number
}
/**
 * The account as it was identified, locked against change until this transaction ends; and the organization at its
 * path, against moving away: whoever moves it waits, or this request is decided anew with the path it has then.
 */
export const hold = async (
  tx: Tx,
  { session, user, version }: Held,
  alone: boolean,
  at: { id: string; path: string } | null,
): Promise<boolean> => {
  const place = at && sql`, organizations o`
  const there = at && sql` and o.id = ${at.id} and o.path = ${at.path}`
  const lock = alone ? sql`for no key update of u` : sql`for share of u`
  const { rows } = await sql`select from users u${place ?? sql``} where u.id = ${user} and u.version = ${version}
    and u.status = 'active' and exists (select from sessions where id = ${session})${there ?? sql``}
    ${lock} ${at ? sql`for key share of o` : sql``}`.execute(prepared(tx))
  return rows.length === 1
}

/**
 * What an account of an active person must be to be opened: by a password, a passkey or a link where $2 is null, else by
 * whoever came through that connection. `joining_hash`: they have not said yet that the account is theirs.
 */
const opens = `u.status = 'active' and u.joining_hash is null and not (u.federated_only and $2::uuid is null) and enters($2, u.org_path)`

export interface AccountRow {
  user: string
  email: string
  first_name: string
  last_name: string
  org_id: string
  org_path: string
}
/** For the look-up connection: the accounts of a person that are open to them, the one last used first (at most 100). */
export const accountsStatement = {
  name: 'accounts_of_identity',
  text: `select u.id as user, u.email, u.first_name, u.last_name, o.id as org_id, o.path as org_path
    from users u join organizations o on o.path = u.org_path and not o.stopped left join user_activity a on a.user_id = u.id
    where u.identity_id = $1 and ${opens} order by a.last_sign_in_at desc nulls last, u.id limit 100`,
}

export interface NewSession {
  id: string
  tokenHash: Buffer
  identity: string
  user: string
  home: string
  createdAt: Date
  /** Beyond what rules say. */
  expiresAt: Date
  address: string
  userAgent: string | null
  step: Step | null
  methods: readonly SignInMethod[]
  provedAt: Date | null
  connection: string | null
}
/** Its ceiling, in seconds: how long the browser keeps the cookie. */
export async function insert(tx: Tx, it: NewSession): Promise<number> {
  const { ceiling } = await prepared(tx)
    .insertInto('sessions')
    .values({
      token_hash: it.tokenHash,
      id: it.id,
      identity_id: it.identity,
      user_id: it.user,
      org_path: it.home,
      created_at: it.createdAt,
      used_at: tx.now,
      expires_at: it.expiresAt,
      address: it.address,
      user_agent: it.userAgent,
      step: it.step,
      methods: [...it.methods],
      proved_at: it.provedAt,
      connection_id: it.connection,
    })
    .returning(ceilingOf)
    .executeTakeFirstOrThrow()
  return ceiling
}
const ceilingOf = sql<number>`(select o.session_ceiling from organizations o where o.path = sessions.org_path)`.as(
  'ceiling',
)

export interface Demands {
  must_change_password: boolean
  has_factor: boolean
  mfa_required: boolean
  roles: string[]
}
const hasFactor = 'exists (select from factors f where f.identity_id = i.id and f.confirmed_at is not null)'
/** What may still be asked of a person who proved who they are, and enters this account of theirs. */
export async function demands(tx: Tx, identity: string, user: string): Promise<Demands> {
  const { rows } =
    await sql<Demands>`select i.must_change_password, ${sql.raw(hasFactor)} as has_factor, u.mfa_required,
    array(select g.role from grants g where g.user_id = u.id) as roles
    from identities i join users u on u.identity_id = i.id where i.id = ${identity} and u.id = ${user}`.execute(
      prepared(tx),
    )
  const [found] = rows
  if (!found) throw new Error('no such account') // it was locked in this very transaction
  return found
}
/** For the look-up connection: has a person a second factor? */
export const hasFactorStatement = {
  name: 'has_factor',
  text: `select ${hasFactor} as has_factor from identities i where i.id = $1`,
}
/** True where the secret is one of this person's remembered browsers, remembered since then; its use is noted. */
export async function useDevice(tx: Tx, identity: string, tokenHash: Buffer, since: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('remembered_devices')
    .set({ last_used_at: tx.now })
    .where('identity_id', '=', identity)
    .where('token_hash', '=', tokenHash)
    .where('created_at', '>', since)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** What the session that others begin from has proved so far. */
export const proofsOf = (tx: Tx, session: string) =>
  tx
    .selectFrom('sessions')
    .select(['methods', 'proved_at'])
    .$castTo<{ methods: SignInMethod[]; proved_at: Date | null }>()
    .where('id', '=', session)
    .executeTakeFirst()

/** The session goes on under a new secret; its ceiling in seconds. Undefined: it was ended meanwhile. `proved`: all that it has proved by now. */
export const renew = (tx: Tx, session: string, tokenHash: Buffer, proved?: readonly SignInMethod[]) =>
  tx
    .updateTable('sessions')
    .set({ token_hash: tokenHash, ...(proved && { proved_at: tx.now, methods: [...proved] }) })
    .where('id', '=', session)
    .returning(ceilingOf)
    .executeTakeFirst()

/**
 * Used up: true for the one session that came first, within its time. Long over from then on: of two at once the one that
 * waited may have asked earlier, and what was over only since then would still be open to it.
 */
export const useInitialPassword = async (tx: Tx, identity: string): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('identities')
    .set({ password_expires_at: new Date(0) })
    .where('id', '=', identity)
    .where('must_change_password', '=', true)
    .where('password_expires_at', '>', tx.now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
/** The session goes on from its step, under a new secret; its ceiling in seconds. Undefined: it was ended meanwhile. */
export const goOn = (
  tx: Tx,
  id: string,
  it: { tokenHash: Buffer; step: Step | null; methods: readonly SignInMethod[]; expiresAt: Date },
) =>
  tx
    .updateTable('sessions')
    .set({
      token_hash: it.tokenHash,
      step: it.step,
      methods: [...it.methods],
      expires_at: it.expiresAt,
      proved_at: tx.now,
    })
    .where('id', '=', id)
    .returning(ceilingOf)
    .executeTakeFirst()

/** Other sign-ins of somebody who has a factor by now: who was to set one up there shows this one. */
export const askForFactor = (tx: Tx, identity: string, kept: string, expiresAt: Date) =>
  tx
    .updateTable('sessions')
    .set({ step: 'second_factor', expires_at: sql`least(expires_at, ${expiresAt}::timestamptz)` })
    .where('identity_id', '=', identity)
    .where('step', '=', 'enrol_factor')
    .where('id', '<>', kept)
    .execute()

export const noteSignIn = (tx: Tx, user: string) =>
  prepared(tx)
    .updateTable('user_activity')
    .set({ last_sign_in_at: tx.now, last_active_at: tx.now })
    .where('user_id', '=', user)
    .execute()

const ended = ({ numDeletedRows }: { numDeletedRows: bigint }) => Number(numDeletedRows)
export const end = async (tx: Tx, identity: string, id: string) =>
  ended(
    await tx
      .deleteFrom('sessions')
      .where('identity_id', '=', identity)
      .where('id', '=', id)
      .where('kind', '=', 'session')
      .executeTakeFirst(),
  )
/** `withKeys`: API keys, too, which otherwise outlive the sessions beside them. */
export const endAllBut = async (tx: Tx, identity: string, kept: string | null, withKeys: boolean) => {
  const all = tx.deleteFrom('sessions').where('identity_id', '=', identity)
  const these = withKeys ? all : all.where('kind', '=', 'session')
  return ended(await (kept === null ? these : these.where('id', '<>', kept)).executeTakeFirst())
}
/** Keys, too: somebody who is out is out for their programs as well. */
export const endOfUser = async (tx: Tx, user: string) =>
  ended(await prepared(tx).deleteFrom('sessions').where('user_id', '=', user).executeTakeFirst())

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
/** For the look-up connection: a person's accounts lie in several organizations, beyond the reach of any one of them. */
export const accountNamesStatement = {
  name: 'account_names',
  text: `select u.id as user, o.id, o.name, o.level from users u join organizations o on o.path = u.org_path and not o.stopped
    where u.identity_id = $1 and ${opens} order by o.name_key limit 100`,
}

/** Locked against deactivation until this transaction ends; a session in a stopped organization is of no use anyway. */
export const isActive = async (tx: Tx, user: string): Promise<boolean> => {
  const { rows } = await sql`select from users u join organizations o on o.path = u.org_path and not o.stopped
    where u.id = ${user} and u.status = 'active' and u.joining_hash is null for share of u`.execute(prepared(tx))
  return rows.length === 1
}
