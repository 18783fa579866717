/** P9: audited, durable writes of users beside the same rows written by the driver alone, on as many connections. */
import pg from 'pg'
import { databaseName } from '../apps/server/src/platform/db/roles.ts'
import { publicId } from '../apps/server/src/platform/value/ids.ts'
import { connections, throughput } from './client.ts'
import { median, round, spreadOf, table, type Told } from './figures.ts'
import type { Bench, Context, Installation } from './installation.ts'
import { cookieAt } from './load.ts'
import { creating } from './p9/creating.ts'
import { phone, steps, type Person, type Step } from './p9/sql.ts'
import { readerToken } from './seed-rows.ts'

const rounds = 3
const seconds = 3
const workers = 20 // the server's pool
const target = 0.4
const kinds = ['create', 'update', 'deactivate'] as const
type Kind = (typeof kinds)[number]
type Write = (at: Person) => Promise<void>

export const bench: Bench = { id: 'P9', run }

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const started = new Date()
  const person = await somebodyElseEachTime(it)
  const server = await it.serve()
  const http = connections(workers)
  const pool = new pg.Pool({ ...it.app, user: 'postgres', database: databaseName, max: workers })
  const stores = creating(it.app, workers)
  const ours: Record<Kind, Write> = { create: stores.create, ...overHttp(it, server.base, http.ask) }
  const rates = new Map(kinds.map((kind) => [kind, { ours: [] as number[], sql: [] as number[] }]))
  const before = process.cpuUsage()
  const begin = performance.now()
  try {
    for (let n = 0; n < rounds; n += 1)
      for (const [kind, { ours: own, sql }] of rates) {
        sql.push(await throughput(workers, seconds, () => inTransaction(pool, kind, steps[kind](person()))))
        own.push(await throughput(workers, seconds, () => ours[kind](person())))
      }
  } finally {
    http.close()
    await stores.close()
    await pool.end()
    await server.stop()
    await restore(it, started)
  }
  const used = process.cpuUsage(before)
  const loadShare = round((used.user + used.system) / 1_000 / (performance.now() - begin))
  const rows = [...rates].map(([kind, it]) => ({
    kind,
    ...it,
    ratios: it.ours.map((own, n) => own / (it.sql[n] ?? 0)),
  }))
  for (const row of rows)
    say(`P9 ${row.kind}: ${row.ours.map(Math.round).join(', ')}; sql ${row.sql.map(Math.round).join(', ')}`)
  return {
    results: rows.map(({ kind, ours, sql, ratios }) => ({
      id: `P9.${kind}`,
      what: `${kind}, users per second, ${kind === 'create' ? 'by the stores in this process' : 'over HTTP'}, ${workers} at once`,
      value: Math.round(median(ours)),
      baseline: Math.round(median(sql)),
      ratio: round(median(ratios)),
      target: `at least ${target} of sql`,
      met: median(ratios) >= target,
      spread: spreadOf(ratios),
      loadShare,
      note:
        kind === 'create'
          ? 'accepting an invitation also hashes a password: that is P4'
          : 'this process makes the requests',
    })),
    details: table(
      ['', 'ours, per second', 'sql, per second'],
      rows.map(({ kind, ours, sql }) => [kind, ours.map(Math.round).join(', '), sql.map(Math.round).join(', ')]),
    ),
  }
}

function overHttp(it: Installation, base: string, ask: ReturnType<typeof connections>['ask']) {
  const cookie = `${cookieAt(base)}=${readerToken('platform', it.sizes)}`
  const send = async (method: string, { user, organization }: Person, verb: string, body: object) => {
    const url = `${base}/api/v1/organizations/${publicId('org', organization)}/users/${publicId('usr', user)}${verb}`
    const answer = await ask(url, { cookie, method, body })
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
  }
  return {
    update: (at: Person) => send('PATCH', at, '', { phone: phone() }),
    deactivate: (at: Person) => send('POST', at, '/deactivate', { reason: 'Left the company' }),
  }
}

async function inTransaction(pool: pg.Pool, kind: Kind, all: readonly Step[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const [at, [text, values]] of all.entries())
      await client.query({ name: `${kind}_${at}`, text, values: [...values] })
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** Active people of many tenants: two of one tenant would wait for its lock, a second deactivation would be refused. */
async function somebodyElseEachTime({ admin }: Installation): Promise<() => Person> {
  await admin.query(`drop table if exists bench.touched, bench.ended;
    create unlogged table bench.touched as select u.id as user, u.org_path as path, o.id as organization
      from users u join organizations o on o.path = u.org_path
      where u.status = 'active' and u.role = 'employee' and o.level = 'tenant' and o.path > '0.0001.0001.0001'
      order by md5(u.id::text) limit 100000;
    create unlogged table bench.ended as select s.* from sessions s where user_id in (select t.user from bench.touched t)`)
  const { rows } = await admin.query<Person>('select * from bench.touched')
  let next = 0
  return () => {
    const one = rows[next]
    next += 1
    if (!one) throw new Error('everybody was touched: seed more users')
    return one
  }
}

/** The data is used again, by P1 too: everybody back, with their sessions. */
async function restore({ admin }: Installation, started: Date): Promise<void> {
  await admin.query(`delete from users where email like 'newcomer-%';
    delete from identities where email like 'newcomer-%';
    update users set status = 'active', deactivated_at = null where deactivated_at >= '${started.toISOString()}';
    insert into sessions select * from bench.ended on conflict do nothing;
    delete from events where at >= '${started.toISOString()}';
    drop table bench.touched, bench.ended`)
  await admin.query('vacuum (analyze) users, sessions, identities, grants, user_activity')
}
