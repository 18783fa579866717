/** What P2 takes away, each from somebody else: at one process, and asked for at once at the other. */
import { createClient, type Client } from '@tenantry/sdk'
import { publicId } from '../../apps/server/src/platform/value/ids.ts'
import { hashOf } from '../../apps/server/src/platform/crypto/keys.ts'
import type { Installation } from '../installation.ts'
import { cookieAt } from '../load.ts'
import { readerToken } from '../seed-rows.ts'

/** An active employee of some tenant, with a session and a key made for this. */
export interface Subject {
  readonly user: string
  readonly organization: string
  readonly token: string
  readonly key: string
  readonly keyId: string
}
export interface Sides {
  /** Where it is taken away, by whoever may; and where the very next request goes. */
  readonly acting: string
  readonly asked: string
}
export interface Kind {
  readonly name: string
  /** May they still, as the other process says? */
  may(asked: string, it: Subject): Promise<boolean>
  take(acting: string, it: Subject): Promise<unknown>
}
const bySession = (base: string, token: string) =>
  createClient({ baseUrl: base, headers: { cookie: `${cookieAt(base)}=${token}` } })
const byKey = (base: string, key: string) => createClient({ baseUrl: base, key })
const isIn = (client: Client) =>
  client.sessions.check().then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'unauthenticated') return false
      throw error
    },
  )
export const mayWrite = async (client: Client, { organization }: Subject): Promise<boolean> => {
  const { answers } = await client.access.check({ questions: [{ permission: 'operations.write', organization }] })
  return answers[0]?.allowed === true
}

export function kinds({ sizes }: Installation): readonly Kind[] {
  const root = (base: string) => bySession(base, readerToken('platform', sizes))
  const signedIn = (base: string, it: Subject) => isIn(bySession(base, it.token))
  const target = ({ organization, user }: Subject) => ({ organization, user })
  return [
    {
      name: 'API key revoked',
      may: (base, it) => isIn(byKey(base, it.key)),
      take: (base, it) => bySession(base, it.token).keys.revoke({ key: it.keyId }),
    },
    {
      name: 'role changed',
      may: (base, it) => mayWrite(bySession(base, it.token), it),
      take: (base, it) => root(base).users.changeRole({ ...target(it), role: 'viewer', reason: 'Another post' }),
    },
    {
      name: 'user deactivated',
      may: signedIn,
      take: (base, it) => root(base).users.deactivate({ ...target(it), reason: 'Left the company' }),
    },
    { name: 'session ended', may: signedIn, take: (base, it) => bySession(base, it.token).sessions.signOut() },
  ]
}

export async function subjects({ admin }: Installation, n: number): Promise<Subject[]> {
  await admin.query(
    `drop table if exists bench.p2, bench.p2_sessions;
     create unlogged table bench.p2 as select u.id, u.identity_id, u.org_path, o.id as organization, gen_random_uuid() as key_id,
         row_number() over () as n
       from (select * from users where status = 'active' and role = 'employee' order by md5(id::text) limit ${n}) u
       join organizations o on o.path = u.org_path;
     create unlogged table bench.p2_sessions as select s.* from sessions s where user_id in (select id from bench.p2)`,
  )
  const { rows } = await admin.query<{ id: string; organization: string; key_id: string; n: number }>(
    'select id, organization, key_id, n from bench.p2 order by n',
  )
  const all = rows.map((row) => {
    const token = `p2${String(row.n).padStart(41, '0')}`
    const ids = { user: publicId('usr', row.id), organization: publicId('org', row.organization) }
    return { ...ids, token, key: `tnt_${token}`, keyId: publicId('key', row.key_id) }
  })
  await admin.query(
    `insert into sessions (token_hash, id, identity_id, user_id, org_path, created_at, expires_at, kind, name)
     select t.hash, case t.kind when 'key' then key_id else gen_random_uuid() end, identity_id, p.id, org_path, now(),
       now() + interval '1 day', t.kind, case t.kind when 'key' then 'Host product' end
     from bench.p2 p join (select n, kind, hash from unnest($1::int[], $2::text[], $3::bytea[]) x (n, kind, hash)) t on t.n = p.n`,
    [
      all.flatMap((_, at) => [at + 1, at + 1]),
      all.flatMap(() => ['session', 'key']),
      all.flatMap((it) => [hashOf(it.token), hashOf(it.key)]),
    ],
  )
  return all
}

/** The data is used again: everybody back, with their sessions and roles. */
export async function restore({ admin }: Installation, started: Date): Promise<void> {
  await admin.query(
    `delete from sessions where user_id in (select id from bench.p2);
     insert into sessions select * from bench.p2_sessions;
     update grants set role = 'employee' where user_id in (select id from bench.p2) and role = 'viewer';
     update users set status = 'active', deactivated_at = null where id in (select id from bench.p2) and status <> 'active';
     delete from events where at >= '${started.toISOString()}';
     drop table bench.p2, bench.p2_sessions`,
  )
  await admin.query('vacuum (analyze) users, sessions, grants')
}
export { bySession }
