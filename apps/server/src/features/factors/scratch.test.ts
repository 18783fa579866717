import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, inject } from 'vitest'
import { member, signedIn } from '../../../test/builders.ts'
import { withApp } from '../../../test/factors.ts'
import { connected } from '../../../test/federated.ts'
import { twoProviders, type TwoProviders } from '../../../test/two-providers.ts'
import { innerId } from '../../platform/value/ids.ts'

let it: TwoProviders
beforeAll(async () => {
  it = await twoProviders()
})
afterAll(() => it.stop())

test('moved with an ended connection', async () => {
  const { world, provider, evil, mallory, linked, by } = it
  const email = 'nora@elsewhere.test'
  await member(world, evil, email, 'viewer')
  const connection = await connected(mallory, evil, provider)
  await linked(email, connection)
  await withApp(world, await by(email, connection), 'Phone')
  await mallory.api.federation.remove({ organization: evil, connection })
  await world.database.query(`update organizations set path = regexp_replace(path, '.$', case right(path,1) when 'z' then 'y' else 'z' end) where id = $1`, [innerId(evil)])
  console.log(await world.database.query('select * from ended_connections'), await world.database.query('select path from organizations'))
  expect((await signedIn(world, email)).me.step).toBe('second_factor')
})

test('migrated from 0032', async () => {
  const { host, port, password } = inject('cluster')
  const admin = new pg.Client({ host, port, user: 'postgres', database: 'postgres', ...(password && { password }) })
  await admin.connect()
  await admin.query('create database old_one template template0 owner tenantry_owner')
  const folder = new URL('../../../migrations/', import.meta.url)
  const names = (await readdir(folder)).filter((n) => /^\d{4}-/.test(n)).sort()
  const owner = new pg.Client({ host, port, user: 'tenantry_owner', database: 'old_one', ...(password && { password }) })
  await owner.connect()
  await owner.query('create table kysely_migration (name varchar(255) primary key, timestamp varchar(255))')
  const run = async (from: string, to: string) => {
    for (const name of names.filter((n) => n.slice(0, 4) >= from && n.slice(0, 4) <= to)) {
      await owner.query('begin')
      await owner.query(await readFile(new URL(name, folder), 'utf8'))
      await owner.query('commit')
    }
  }
  await run('0001', '0032')
  const su = new pg.Client({ host, port, user: 'postgres', database: 'old_one', ...(password && { password }) })
  await su.connect()
  await su.query(`set session_replication_role = replica`)

  const u = (n: number) => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`
  const q = (t: string) => su.query(t)
  const path = '0.0001'
  console.log((await q(`select pg_get_constraintdef(oid) d from pg_constraint where conrelid = 'organizations'::regclass and contype='c'`)).rows)
  console.log((await q(`select column_name from information_schema.columns where table_name='organizations' and is_nullable='NO' and column_default is null`)).rows)
  await q(`insert into organizations (id, path, level, name, name_key, created_at) values ('${u(1)}', '${path}', 'tenant', 'T', 't', now())`)
  await q(`insert into connections (id, org_path, name, issuer, client_id, client_secret, algorithms, claims, set_by, set_by_name, created_at)
    values ('${u(10)}', '${path}', 'ID', 'https://x', 'c', '', '{RS256}', '{}', '${u(9)}', 'x', now())`)
  for (const n of [20, 21, 22, 23]) await q(`insert into identities (id, email, language, created_at) values ('${u(n)}', 'p${n}@x.test', 'en', now())`)
  // 20: marked by a connection that is there; 21: own only; 22: by one that was deleted; 23: both
  const f = (id: number, who: number, c: string) => q(`insert into factors (id, identity_id, kind, name, created_at, confirmed_at, sealed_secret, connection_id) values ('${u(id)}', '${u(who)}', 'app', 'A', now(), now(), '', ${c})`)
  await f(30, 20, `'${u(10)}'`); await f(31, 21, 'null'); await f(32, 22, `'${u(11)}'`); await f(33, 23, 'null'); await f(34, 23, `'${u(10)}'`)
  for (const n of [20, 21, 22, 23]) {
    await q(`insert into sessions (id, token_hash, identity_id, user_id, org_path, created_at, expires_at, methods) values ('${u(n + 20)}', '\\x${n}', '${u(n)}', '${u(n)}', '${path}', now(), now() + interval '1 day', '{password,totp}')`)
    await q(`insert into remembered_devices (id, identity_id, token_hash, created_at) values ('${u(n + 30)}', '${u(n)}', '\\x${n}', now())`)
  }
  await q(`insert into events (id, at, type, org_path, org_id, actor_name, target_kind, target_id) values ('${u(60)}', now(), 'connection.removed', '${path}', '${u(1)}', 'x', 'connection', '${u(11)}')`)
  await run('0033', '0035')
  console.log((await q(`select identity_id, factor_connection_id, factor_beside from sessions order by 1`)).rows, (await q('select identity_id from remembered_devices order by 1')).rows, (await q('select * from ended_connections')).rows,
    (await q(`select id, counts_at(identity_id, connection_id, beside, '${path}') c, counts_at(identity_id, connection_id, beside, '0') up from factors order by 1`)).rows)
  await su.end()
  await owner.end()
  await admin.query('drop database old_one with (force)')
  await admin.end()
})
