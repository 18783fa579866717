/** Who is calling, and what they hold and have proved: read by the hash of a secret, for every request. */
import { factorMethods, type SignInMethod, type Step } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Numbered } from '../../platform/db/batch.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { countsAt, isOwn } from '../identities/index.ts'

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
  vouched: boolean
  own: boolean
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
/** Something of the person's own was shown: not what was itself set up on a provider's word. */
const byThemselves = `s.connection_id is null or s.own_proof`
const caller = (place: string) => `k.n::integer, s.id as session, s.kind = 'key' as by_key,
  ${milliseconds('s.created_at', 'created_at')}, ${milliseconds('s.used_at', 'used_at')}, ${rules}, s.identity_id as identity, s.user_id as user, u.version, u.first_name || ' ' || u.last_name as name,
  s.step, s.connection_id as connection, 'federated' = any(s.methods) as vouched, (${byThemselves}) as own,
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
const arrayOf = (methods: readonly SignInMethod[]) => `array['${methods.join(`', '`)}']`
/** Whoever has a factor by now that counts here shows that: what a password proved before there was one counts no more. */
const byFactor = `s.methods && ${arrayOf(factorMethods)} and counts_at(s.identity_id, s.factor_connection_id, s.factor_beside, s.org_path)`
const withoutFactor = `not exists (select from factors f where f.identity_id = s.identity_id and f.confirmed_at is not null
    and ${countsAt('f', 's.org_path')})`
/** Whoever has to set a first one up does so on the word that let them in: where they have others, it does not count. */
const enrols = `s.step = 'enrol_factor'`
/**
 * A provider's word is no proof for what is a person's wherever they are (password, factors, address) as long as they have
 * accounts beyond its organization: it would open those, too. Then they show something of their own: not what was itself
 * set up on a provider's word. What others made for them there before they came is not theirs, and what is deactivated opens
 * nothing: else any tenant could keep them from setting up a factor at home. A new address takes all of that along, and asks more
 * (`withinStatement` of features/addresses).
 */
const withinProvider = `not exists (select from users u join identities i on i.id = u.identity_id where u.identity_id = s.identity_id
        and u.status = 'active' and ${isOwn} and not starts_with(u.org_path || '.', c.org_path || '.'))`
export interface Proof {
  proved_at: Date | null
}
/** For the look-up connection: when did the person of a session last prove who they are? */
export const proofStatement = {
  name: 'proof',
  text: `select case when ${byThemselves} or ${enrols} or ${withinProvider} then s.proved_at end as proved_at
    from sessions s left join connections c on c.id = s.connection_id
    where s.id = $1 and (${byFactor} or ${withoutFactor})`,
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
