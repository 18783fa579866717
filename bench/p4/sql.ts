/**
 * What a sign-in reads and writes, as plain prepared statements without our code, without row security and without the hash: who it
 * is, one counted attempt, the session and the record of it in one durable transaction, and the attempt forgiven.
 */
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'

const statements = {
  find: `select i.id as identity, i.password_hash, u.id as user, u.org_path as path, o.id as organization
    from identities i join users u on u.identity_id = i.id and u.status = 'active'
    join organizations o on o.path = u.org_path and not o.stopped where i.email = $1`,
  count: `insert into throttles (key, failures, since, until, account) values ($1, 1, now(), now() + interval '15 minutes', $2)
    on conflict (key) do update set failures = throttles.failures + 1 returning failures`,
  begin: 'begin',
  lock: 'select from identities where id = $1 for update',
  session: `insert into sessions (token_hash, id, identity_id, user_id, org_path, created_at, expires_at, address, user_agent, methods, proved_at)
    values ($1, $2, $3, $4, $5, now(), now() + interval '30 days', '10.0.0.1', 'bench', '{password}', now())`,
  activity: 'update user_activity set last_sign_in_at = now(), last_active_at = now() where user_id = $1',
  browser: `insert into known_browsers (token_hash, identity_id, created_at, expires_at) values ($1, $2, now(), now() + interval '90 days')`,
  device: `insert into known_devices (identity_id, device, last_seen_at) values ($1, $2, now())
    on conflict (identity_id, device) do update set last_seen_at = now()`,
  signIn: `insert into sign_ins (id, at, org_path, user_id, identity_id, address, user_agent, methods, result, session_id)
    values ($1, now(), $2, $3, $4, '10.0.0.1', 'bench', '{password}', 'succeeded', $5)`,
  event: `insert into events (id, at, type, org_path, org_id, actor_user, actor_name, target_kind, target_id, after)
    values ($1, now(), 'user.signed_in', $2, $3, $4, 'Zoe Reader', 'user', $4, '{"address":"10.0.0.1"}')`,
  commit: 'commit',
  forgive: 'delete from throttles where key = $1',
}
interface Found {
  readonly identity: string
  readonly user: string
  readonly path: string
  readonly organization: string
}

/** On one connection, each statement waiting for the one before as far as it needs its answer. */
export async function signInBySql(client: pg.Client, email: string): Promise<void> {
  const run = async (name: keyof typeof statements, values: unknown[] = []) =>
    (await client.query<Found>({ name: `sign-in ${name}`, text: statements[name], values })).rows
  const key = randomBytes(32)
  const [[it]] = await Promise.all([run('find', [email]), run('count', [key, randomBytes(32)])])
  if (!it) throw new Error(`nobody is ${email}`)
  const session = randomUUIDv7()
  await Promise.all([
    run('begin'),
    run('lock', [it.identity]),
    run('session', [randomBytes(32), session, it.identity, it.user, it.path]),
    run('activity', [it.user]),
    run('browser', [randomBytes(32), it.identity]),
    run('device', [it.identity, Buffer.from('bench')]),
    run('signIn', [randomUUIDv7(), it.path, it.user, it.identity, session]),
    run('event', [randomUUIDv7(), it.path, it.organization, it.user]),
    run('commit'),
  ])
  await run('forgive', [key])
}
