/** The second wall, read from the live catalogue of a migrated database, and tried from the inside. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, databaseOn } from '../src/platform/db/pool.ts'
import { transactOn } from '../src/platform/db/transaction.ts'
import { makePartitions } from '../src/platform/jobs/sweep.ts'
import { faultsOfKeys, faultsOfRest, faultsOfWall, unbound, type Ask } from './catalogue.ts'
import { eventually } from './builders.ts'
import { openConnection, openDomain, openLink } from './people.ts'
import { withPasskey } from './factors.ts'
import { createWorld, goodPassword, type World } from './world.ts'

let world: World
let app: pg.Client
let ask: Ask
beforeAll(async () => {
  world = await createWorld()
  ask = world.database.query
  app = new pg.Client(world.database.as('tenantry_app'))
  await app.connect()
  await makePartitions(databaseOn(openedAsApp()), new Date())
  // A row in every table, so that "no rows" means something.
  const acme = await world.tenant('Acme GmbH')
  const ada = await world.join(acme.id, 'ada@example.com', 'admin')
  await world.admin.api.passwords.sendReset({ organization: acme.id, user: ada.user })
  await ada.api.policies.set({ organization: acme.id, policy: 'lists.inactive', value: 'shown' })
  await ada.api.settings.set({ organization: acme.id, setting: 'week_start', value: 'sunday' })
  const place = { id: '', path: '0.0001', level: 'tenant' }
  const connection = await openConnection(world.database, place)
  await openDomain(world.database, place)
  const [person] = await ask<{ id: string }>(`select id from identities where email = 'ada@example.com'`)
  await openLink(world.database, connection, person?.id ?? '')
  await ask(`insert into federation_states (state_hash, org_path, connection_id, purpose, browser_hash, expires_at)
    select 'x', org_path, id, 'sign_in', 'x', now() from connections`)
  await ada.api.organizations.update({ organization: acme.id, name: 'Acme AG' }, { idempotencyKey: 'one' })
  await world.admin.api.addresses.change({ organization: acme.id, user: ada.user, email: 'ada@new.example.com' })
  await world.person().send('POST', '/sessions', { email: world.admin.me.email, password: goodPassword })
  await withPasskey(ada)
  await ada.api.policies.set({ organization: acme.id, policy: 'mfa.remember_days', value: 30 })
  await ada.api.devices.remember()
  for (let n = 0; n < 10; n += 1)
    await world.person().send('POST', '/sessions', { email: 'ada@example.com', password: 'a wrong one indeed' })
  await eventually(
    () => ask('select from lockouts'),
    (rows) => rows.length === 1,
  )
})
afterAll(async () => {
  await app.end()
  for (const pool of pools) await pool.end()
  await world.stop()
})
const pools: pg.Pool[] = []
function openedAsApp(): pg.Pool {
  const pool = openPool(world.database.as('tenantry_app'), 1, () => undefined)
  pools.push(pool)
  return pool
}

const readable = () =>
  ask<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace
    and relkind in ('r', 'p') and has_table_privilege('tenantry_app', oid, 'select') order by 1`)
/** Tables of which this connection sees a row. */
async function seen(): Promise<string[]> {
  const found: string[] = []
  for (const { name } of await readable())
    if ((await app.query(`select from ${name} limit 1`)).rowCount) found.push(name)
  return found
}
const open = ['blueprints', 'installation', 'kysely_migration', 'roles', 'throttles', 'used_challenges'] // rows of nobody, readable by all

test('every table has forced row security on its organization’s path, or stands on the list of those that cannot', async () => {
  expect(await faultsOfWall(ask)).toEqual([])
})

test('every reason on that list belongs to a table that exists', async () => {
  const names = await ask<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  expect(names.map((it) => it.name)).toEqual(expect.arrayContaining(Object.keys(unbound)))
})

test('views, functions, rights, partitions, path columns and foreign keys leave no way around the wall', async () => {
  expect(await faultsOfRest(ask)).toEqual([])
  expect(await faultsOfKeys(ask)).toEqual([])
})

test.each([
  ['create table notes (id uuid primary key, org_path text collate "C" not null)', 'notes: row security is not forced'],
  ['create table notes (id uuid primary key)', 'notes: has no organization’s path and stands on no list'],
  ['alter table mails no force row level security', 'mails: row security is not forced'],
  ['create policy open on mails to tenantry_app using (true)', 'mails: policies are'],
  ['create policy open on mails using (true)', 'mails: policy open is for a role that is not ours'],
  ['drop policy reach on invitations', 'invitations: policies are'],
  ["alter policy reach on users with check (org_path >= '0')", 'users: policies are'],
  ['create materialized view everybody as select * from users', 'everybody: row security knows no such kind'],
  ['create view everybody as select * from users', 'view without security_invoker: everybody'],
  ['grant select on events_other to tenantry_app', 'tenantry_app has a right on the partition events_other'],
  ['grant insert on users to tenantry_reader', 'tenantry_reader has insert on users'],
  ["create function f() returns int security definer language sql as 'select 1'", 'definer function without a fixed'],
  ["create function f() returns int security definer language sql as 'select 1'", 'definer function that everybody'],
  ['alter table mails add foreign key (about_id) references invitations', 'mails -> invitations'],
])('"%s" makes this proof fail', async (statement, fault) => {
  const owner = new pg.Client(world.database.as('postgres'))
  await owner.connect()
  try {
    await owner.query('begin')
    if (statement.includes('foreign key')) await owner.query('delete from mails')
    await owner.query(statement)
    const inside: Ask = async (text, values) => (await owner.query(text, values)).rows
    const keys = (await faultsOfKeys(inside)).map((it) => it.fault)
    const faults = [...(await faultsOfWall(inside)), ...(await faultsOfRest(inside)), ...keys]
    expect(faults).toEqual(expect.arrayContaining([expect.stringContaining(fault)]))
  } finally {
    await owner.query('rollback')
    await owner.end()
  }
})

test('without a reach, with an empty one, and after the transaction that had one, no row of any organization is seen', async () => {
  for (const { name } of await readable())
    expect(await ask(`select from ${name} limit 1`), `rows in ${name}`).toHaveLength(1)
  expect(await seen()).toEqual(open)
  const settings = ['reach_lo', 'reach_hi', 'identity', 'user'].map((it) => `tenantry.${it}`)
  for (const [lo, hi] of [
    ['', ''],
    ['0', ''],
    ['', '0/'],
  ]) {
    await app.query('begin')
    await app.query('select set_config($1, $3, true), set_config($2, $4, true)', [
      'tenantry.reach_lo',
      'tenantry.reach_hi',
      lo,
      hi,
    ])
    expect(await seen()).toEqual(open)
    await app.query('commit')
  }
  await app.query('begin')
  await app.query(`select set_config('tenantry.reach_lo', '0', true), set_config('tenantry.reach_hi', '0/', true)`)
  expect(await seen()).toContain('mails')
  await app.query('commit')
  expect(await seen()).toEqual(open)
  for (const setting of settings)
    expect((await app.query('select current_setting($1, true) as it', [setting])).rows[0]?.it || '').toBe('')
})

test('the server’s own transactions leave their connection without a reach', async () => {
  const pool = openedAsApp()
  const transact = transactOn(pool, () => async () => undefined)
  const by = { user: null, name: 'test', requestId: null }
  const scope = { reach: { lo: '0', hi: '0/' }, by, now: new Date() }
  const count = 'select count(*) as n from users'
  expect(await transact(scope, async (tx) => (await tx.selectFrom('users').select('id').execute()).length)).toBe(2)
  expect((await pool.query(count)).rows).toEqual([{ n: 0 }])
  await expect(transact(scope, () => Promise.reject(new Error('rolled back')))).rejects.toThrow('rolled back')
  expect((await pool.query(count)).rows).toEqual([{ n: 0 }])
})

test('the server’s role owns nothing, cannot pass row security, make objects, or rewrite the record', async () => {
  const [role] = await ask(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*) from pg_shdepend where refobjid = r.oid and deptype = 'o') as owned,
      (select string_agg(m.roleid::regrole::text, ',') from pg_auth_members m where m.member = r.oid) as member_of,
      exists (select from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'create')) as creates,
      has_database_privilege(r.oid, current_database(), 'create') as creates_schemas
    from pg_roles r where rolname = 'tenantry_app'`)
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    owned: 0,
    member_of: 'tenantry_reader',
    creates: false,
    creates_schemas: false,
  })
  await expect(app.query('delete from events')).rejects.toThrow('permission denied')
  await expect(app.query(`update events set reason = 'another'`)).rejects.toThrow('permission denied')
  await expect(app.query('truncate events')).rejects.toThrow('permission denied')
  await expect(app.query('select from events_other')).rejects.toThrow('permission denied')
  await expect(app.query('create table public.mine (id int)')).rejects.toThrow('permission denied')
  const updatable = await ask<{
    it: string
  }>(`select attname as it from pg_attribute where attrelid = 'events'::regclass
    and attnum > 0 and has_column_privilege('tenantry_app', attrelid, attnum, 'update')`)
  expect(updatable.map((it) => it.it)).toEqual(['org_path'])
})

test('a row cannot be written or moved out of the reach', async () => {
  const [tenant] = await ask<{ path: string }>(`select path from organizations where path <> '0'`)
  await app.query('begin')
  await app.query(
    `select set_config('tenantry.reach_lo', $1, true), set_config('tenantry.reach_hi', $1 || '/', true)`,
    [tenant?.path],
  )
  await app.query('savepoint s')
  for (const statement of [
    `update mails set org_path = '0'`,
    `update events set org_path = '0'`,
    `insert into events (id, at, type, org_path, org_id, actor_name, target_kind, target_id)
      values (gen_random_uuid(), now(), 'x', '0', gen_random_uuid(), 'x', 'user', gen_random_uuid())`,
    `insert into organizations (id, path, level, name, name_key, created_at) values (gen_random_uuid(), '0.zzzz', 'tenant', 'x', 'x', now())`,
  ]) {
    await expect(app.query(statement), statement).rejects.toThrow('row-level security')
    await app.query('rollback to s')
  }
  await app.query('rollback')
})

test('a table of one’s own cannot stand in for one that a definer function means', async () => {
  await app.query('begin')
  await app.query('create temp table sessions (token_hash bytea, expires_at timestamptz)')
  await app.query(`insert into sessions values ('x', '-infinity')`)
  await app.query('select sweep_expired(now(), 10)')
  expect((await app.query('select from pg_temp.sessions')).rowCount).toBe(1)
  await app.query('rollback')
})

test('facts recorded before their month had a partition do not keep partitions from being made', async () => {
  const months = (
    await ask<{ it: string }>(`select inhrelid::regclass::text as it from pg_inherits
    where inhparent = 'events'::regclass order by 1`)
  ).map((it) => it.it)
  expect((await ask('select from events_other')).length).toBeGreaterThan(0)
  expect(months).toHaveLength(4) // this month's facts came first; the three after it, and the rest
  expect(months).toContain('events_other')
})
