/** Open sessions: those of a person, of a user, of an organization and all below it; and their last uses. */
import type { SignInMethod } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Database } from '../../platform/db/pool.ts'
import type { Tx } from '../../platform/db/scope.ts'

const ends = `session_ends(s.kind, s.created_at, s.used_at, s.expires_at, o.session_absolute, o.session_idle, o.session_ceiling)`
/** Newest first: these, as far as they are open now. */
const [of, until, newest] = [
  `select * from (select s.id, s.created_at, s.used_at, s.address, s.user_agent, s.methods, ${ends} as ends_at
      from sessions s join organizations o on o.path = s.org_path where s.kind = 'session' and `,
  `) s where s.ends_at > `,
  ` order by s.created_at desc limit 100`,
]
export interface OpenRow {
  id: string
  created_at: Date
  used_at: Date
  ends_at: Date
  address: string | null
  user_agent: string | null
  methods: SignInMethod[]
}
/**
 * For the look-up connection, since the rules by which sessions end stand in organizations that no single reach has: a
 * person's own; by a provider's word ($3) those of its organization, and a program of one account ($4) that account's.
 */
export const openStatement = {
  name: 'sessions_of_identity',
  text: `${of}s.identity_id = $1 and ($3::uuid is null or enters($3, s.org_path))
        and ($4::uuid is null or s.user_id = $4)${until}$2${newest}`,
}
export async function openOf(tx: Tx, path: string, user: string): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`${sql.raw(of)}s.org_path = ${path} and s.user_id = ${user}${sql.raw(until)}${
    tx.now
  }${sql.raw(newest)}`.execute(tx)
  return rows
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
export const inReachOfRoles = (
  tx: Tx,
  roles: readonly string[],
) => sql`s.org_path >= ${tx.reach.lo} and s.org_path < ${tx.reach.hi}
  and not exists (select from grants g where g.user_id = s.user_id and g.role <> all(${roles}::text[]))`
export interface Counts {
  sessions: number
  keys: number
}
export const countIn = async (tx: Tx, roles: readonly string[], but: string): Promise<Counts> => {
  const { rows } = await sql<Counts>`with open as (select s.kind from sessions s
      join organizations o on o.path = s.org_path
      where ${inReachOfRoles(tx, roles)} and s.id <> ${but} and ${sql.raw(ends)} > ${tx.now})
    select ${counted('open')}`.execute(tx)
  return rows[0] ?? { sessions: 0, keys: 0 }
}
export const counted = (rows: 'ended' | 'open') =>
  sql`count(*) filter (where kind = 'session')::integer as sessions, count(*) filter (where kind = 'key')::integer as keys
    from ${sql.table(rows)}`

/** For the batcher of last uses: by session, in milliseconds since 1970. */
export const writeUses = (db: Database, uses: readonly (readonly [string, number])[]) =>
  sql`select note_session_uses(${uses.map(([id]) => id)}::uuid[], ${uses.map(([, at]) => new Date(at))}::timestamptz[])`.execute(
    db,
  )
