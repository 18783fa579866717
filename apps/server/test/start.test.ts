/** Starting and stopping, as whoever runs the process sees it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { getPriority, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cloneDatabase } from './database.ts'

// Each test starts processes, and each start compiles: 20 seconds a test were seen on two cores with a load of 10.
vi.setConfig({ testTimeout: 120_000 })
const entry = resolve(import.meta.dirname, '../src/main.ts')
let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tenantry-start-'))
})
afterAll(() => rm(data, { recursive: true, force: true }))

interface Started {
  readonly child: ChildProcess
  /** What it has said so far, both streams. */
  readonly said: () => string
  readonly ended: Promise<number | null>
}
function start(env: Record<string, string>, args: string[] = []): Started {
  const child = spawn(process.execPath, [entry, '--port', '0', ...args], {
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, said: () => text, ended: new Promise((done) => child.on('close', done)) }
}
/** A way to the database that overhears what is asked of it. */
async function listening({ host = '', port = 5432 }: { host?: string; port?: number }) {
  const where = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  let text = ''
  const server = createServer((from) => {
    const to = connect(where)
    from.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    from.on('error', () => to.destroy()).pipe(to)
    to.on('error', () => from.destroy()).pipe(from)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, heard: () => text, close: () => server.close() }
}
async function ready({ said, ended }: Started): Promise<void> {
  let over = false
  void ended.then(() => (over = true))
  for (const until = Date.now() + 100_000; !said().includes('Tenantry is ready'); ) {
    if (over || Date.now() > until) throw new Error(`it did not start: ${said()}`)
    await new Promise((next) => setTimeout(next, 25))
  }
}
/** Of the threads that hash passwords, and of those that answer. */
function prioritiesOf(pid: number) {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => ({
    name: readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim(),
    priority: getPriority(Number(thread)),
  }))
  const of = (hashing: boolean) => [
    ...new Set(threads.filter(({ name }) => (name === 'libuv-worker') === hashing).map((it) => it.priority)),
  ]
  return { hashing: of(true), others: of(false) }
}

test('a first start says where it is and how to become its administrator, refuses a second one beside it, and ends at a signal', async () => {
  const first = start({ DATA: data })
  await ready(first)
  expect(first.said()).toMatch(/Set up the first administrator \(once\): http:\/\/localhost:[1-9]\d+\/set-up#[\w-]{43}/)
  expect(first.said()).toMatch(/mails are kept and can be read at http:\/\/127\.0\.0\.1:\d+\/mailbox\/[\w-]{43}/)

  if (process.platform === 'linux')
    expect(prioritiesOf(first.child.pid ?? 0)).toEqual({ hashing: [19], others: [getPriority()] })

  const second = start({ DATA: data })
  expect(await second.ended).toBe(1)
  expect(second.said().trim().split('\n')).toHaveLength(1)
  expect(second.said()).toContain(String(first.child.pid))

  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
  expect(first.said().trimEnd().split('\n').slice(-2)).toEqual([
    'Stopping; what is under way is answered first.',
    'Tenantry has stopped.',
  ])
})

test('--help prints every option and what each variable means, and starts nothing', async () => {
  for (const flag of ['--help', '-h']) {
    const asked = start({ DATA: join(data, 'never-made') }, [flag])
    expect(await asked.ended).toBe(0)
    expect(asked.said()).not.toContain('is ready')
    expect(existsSync(join(data, 'never-made'))).toBe(false)
    const read = (await readFile(resolve(import.meta.dirname, '../src/config.ts'), 'utf8')).matchAll(/'([A-Z_]{4,})'/g)
    const known = new Set(Array.from(read, ([, name]) => name ?? ''))
    expect(known.size).toBeGreaterThan(12)
    for (const name of known) expect(asked.said()).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
    for (const option of ['--blueprint', '--port', '--data']) expect(asked.said()).toContain(option)
  }
})

test('a wrong value stops the start with one sentence that names the variable', async () => {
  const wrong = start({ DATA: data, SMTP_URL: 'mail.example.com' })
  expect(await wrong.ended).toBe(1)
  expect(wrong.said()).toBe('SMTP_URL should be an address such as smtp://user:password@mail.example.com:587.\n')
})

test('a blueprint that does not exist stops the start with one sentence', async () => {
  const wrong = start({ DATA: data }, ['--blueprint', 'nosuch'])
  expect(await wrong.ended).toBe(1)
  expect(wrong.said()).toContain('nosuch.yaml')
  expect(wrong.said().trim().split('\n')).toHaveLength(1)
})

const url = (it: { host?: string; port?: number; user?: string; database?: string }) =>
  `postgres://${it.user}@/${it.database}?host=${encodeURIComponent(it.host ?? '')}&port=${it.port}`

test('on a foreign PostgreSQL the server serves as its own role and refuses one that could pass the wall', async () => {
  const database = await cloneDatabase()
  try {
    const superuser = start({ DATA: data, DATABASE_URL: url(database.as('postgres')) })
    expect(await superuser.ended).toBe(1)
    expect(superuser.said()).toContain('can pass row security')
    const owner = start({ DATA: data, DATABASE_URL: url(database.as('tenantry_owner')) })
    expect(await owner.ended).toBe(1)
    expect(owner.said()).toContain('owns the tables')

    const app = start({ DATA: data, DATABASE_URL: url(database.as('tenantry_app')) })
    await ready(app)
    app.child.kill('SIGTERM')
    expect(await app.ended).toBe(0)

    // Where a pooler hands connections around, nothing that stays on one goes through it.
    const direct = url(database.as('tenantry_app'))
    const pooler = await listening(database.as('tenantry_app'))
    const wrong = { DATABASE_URL: direct, DATABASE_DIRECT_URL: url(database.as('tenantry_owner')) }
    const refused = start({ DATA: data, ...wrong })
    expect(await refused.ended).toBe(1)
    expect(refused.said()).toContain('DATABASE_DIRECT_URL')
    const copy = await cloneDatabase()
    const astray = start({ DATA: data, DATABASE_URL: direct, DATABASE_DIRECT_URL: url(copy.as('tenantry_app')) })
    expect(await astray.ended).toBe(1)
    expect(astray.said()).toContain('DATABASE_DIRECT_URL: It leads to another database than DATABASE_URL.')
    await copy.drop()
    const through = url({ ...database.as('tenantry_app'), host: '127.0.0.1', port: pooler.port })
    const pooled = start({ DATA: data, DATABASE_URL: through, DATABASE_DIRECT_URL: direct })
    await ready(pooled)
    pooled.child.kill('SIGTERM')
    expect(await pooled.ended).toBe(0)
    pooler.close()
    expect(pooler.heard()).toContain('max_parallel_workers_per_gather')
    expect(pooler.heard()).not.toMatch(/set role|set plan_cache_mode|\blisten\b/i)
  } finally {
    await database.drop()
  }
})

test('a database that lacks migrations is refused, and brought up to date with the owner’s address', async () => {
  const database = await cloneDatabase()
  const client = new pg.Client(database.as('postgres'))
  try {
    await client.connect()
    await client.query('drop schema public cascade; drop schema pgboss cascade; create schema public')
    await client.query('alter schema public owner to pg_database_owner; grant usage on schema public to public')
    await client.end()
    const behind = start({ DATA: data, DATABASE_URL: url(database.as('tenantry_app')) })
    expect(await behind.ended).toBe(1)
    expect(behind.said()).toContain('DATABASE_OWNER_URL')
    expect(behind.said().trim().split('\n')).toHaveLength(1)

    const app = url(database.as('tenantry_app'))
    const owner = url(database.as('tenantry_owner'))
    const updated = start({ DATA: data, DATABASE_URL: app, DATABASE_OWNER_URL: owner })
    await ready(updated)
    updated.child.kill('SIGTERM')
    expect(await updated.ended).toBe(0)
  } finally {
    await database.drop()
  }
})
