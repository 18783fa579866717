/** Open sessions: those of a person, of a user, of an organization and all below it; and their last uses. */
import type { SignInMethod } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Database } from '../../platform/db/pool.ts'
import type { Tx } from '../../platform/db/scope.ts'

const ends = sql<Date>`session_ends(s.kind, s.created_at, s.used_at, s.expires_at, o.session_absolute, o.session_idle,
  o.session_ceiling)`
/** Newest first. */
const openOnes = (tx: Tx) =>
  tx
    .selectFrom('sessions as s')
    .innerJoin('organizations as o', 'o.path', 's.org_path')
    .select(['s.id', 's.created_at', 's.used_at', ends.as('ends_at'), 's.address', 's.user_agent'])
    .select(sql<SignInMethod[]>`s.methods`.as('methods'))
    .where('s.kind', '=', 'session')
    .where(ends, '>', tx.now)
    .orderBy('s.created_at', 'desc')
    .limit(100)
export interface OpenRow {
  id: string
  created_at: Date
  used_at: Date
  ends_at: Date
  address: string | null
  user_agent: string | null
  methods: SignInMethod[]
}
interface Own {
  readonly identity: string
  readonly connection: string | null
}
/**
 * For the look-up connection, since the rules by which sessions end stand in organizations that no single reach has: a
 * person's own; by a provider's word ($3) those of its organization, and a program of one account ($4) that account's.
 */
export const openStatement = {
  name: 'sessions_of_identity',
  text: `select * from (select s.id, s.created_at, s.used_at, s.address, s.user_agent, s.methods, session_ends(s.kind, s.created_at,
        s.used_at, s.expires_at, o.session_absolute, o.session_idle, o.session_ceiling) as ends_at
      from sessions s join organizations o on o.path = s.org_path
      where s.identity_id = $1 and s.kind = 'session' and ($3::uuid is null or enters($3, s.org_path))
        and ($4::uuid is null or s.user_id = $4)) s
    where s.ends_at > $2 order by s.created_at desc limit 100`,
}
/** One of those, or all but the one at hand. */
export const endOwn = async (
  tx: Tx,
  { identity, connection }: Own,
  which: { id: string } | { kept: string },
): Promise<number> => {
  const all = tx
    .deleteFrom('sessions')
    .where('identity_id', '=', identity)
    .where('kind', '=', 'session')
    .where(connection === null ? sql<boolean>`true` : sql<boolean>`enters(${connection}, org_path)`)
  const these = 'id' in which ? all.where('id', '=', which.id) : all.where('id', '<>', which.kept)
  return Number((await these.executeTakeFirst()).numDeletedRows)
}
export const openOf = (tx: Tx, path: string, user: string) =>
  openOnes(tx).where('s.org_path', '=', path).where('s.user_id', '=', user).execute()

const kinds = (rows: readonly { kind: string }[]) => ({
  sessions: rows.filter((it) => it.kind === 'session').length,
  keys: rows.filter((it) => it.kind === 'key').length,
})
export const endOneOf = async (tx: Tx, path: string, user: string, id: string): Promise<number> => {
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('org_path', '=', path)
    .where('user_id', '=', user)
    .where('id', '=', id)
    .where('kind', '=', 'session')
    .executeTakeFirst()
  return Number(numDeletedRows)
}
/** `kept`: the session of whoever asks. */
export const endAllOf = async (tx: Tx, path: string, user: string, kept: string, withKeys: boolean) => {
  const all = tx.deleteFrom('sessions').where('org_path', '=', path).where('user_id', '=', user).where('id', '<>', kept)
  return kinds(await (withKeys ? all : all.where('kind', '=', 'session')).returning('kind').execute())
}
/** The roles that somebody in reach may hold: the blueprint's, and organizations' own from above and below; retired ones, too. */
export const rolesIn = (tx: Tx) =>
  tx
    .selectFrom('roles')
    .select(['key', 'permissions'])
    .where((eb) =>
      eb.or([
        eb('org_path', 'is', null),
        sql<boolean>`starts_with(${tx.reach.lo}, org_path)`,
        eb('org_path', '>=', tx.reach.lo).and('org_path', '<', tx.reach.hi),
      ]),
    )
    .execute()
/** Of users who hold no other roles than these, below the reach's top. */
const inReachOfRoles = (
  tx: Tx,
  roles: readonly string[],
) => sql`s.org_path >= ${tx.reach.lo} and s.org_path < ${tx.reach.hi}
  and not exists (select from grants g where g.user_id = s.user_id and g.role <> all(${roles}::text[]))`
export const endAllIn = async (tx: Tx, roles: readonly string[], kept: string, withKeys: boolean) => {
  const { rows } = await sql<{ sessions: number; keys: number }>`with ended as (delete from sessions s
      where ${inReachOfRoles(tx, roles)} and s.id <> ${kept} and (s.kind = 'session' or ${withKeys}) returning s.kind)
    select ${counted('ended')}`.execute(tx)
  return rows[0] ?? { sessions: 0, keys: 0 }
}
export const countIn = async (tx: Tx, roles: readonly string[], kept: string) => {
  const { rows } = await sql<{ sessions: number; keys: number }>`with open as (select s.kind from sessions s
      join organizations o on o.path = s.org_path
      where ${inReachOfRoles(tx, roles)} and s.id <> ${kept} and ${ends} > ${tx.now})
    select ${counted('open')}`.execute(tx)
  return rows[0] ?? { sessions: 0, keys: 0 }
}
const counted = (rows: 'ended' | 'open') =>
  sql`count(*) filter (where kind = 'session')::integer as sessions, count(*) filter (where kind = 'key')::integer as keys
    from ${sql.table(rows)}`

/** For the batcher of last uses: by session, in milliseconds since 1970. */
export const writeUses = (db: Database, uses: readonly (readonly [string, number])[]) =>
  sql`select note_session_uses(${uses.map(([id]) => id)}::uuid[], ${uses.map(([, at]) => new Date(at))}::timestamptz[])`.execute(
    db,
  )
