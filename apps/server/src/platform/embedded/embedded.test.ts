import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseNotReady, FolderInUse, startEmbedded, type Connection } from './index.ts'

/** A server process of its own, to be killed: it says in lines of JSON what happens to it. */
const program = `
const { startEmbedded } = await import(process.argv[1])
const say = (line) => console.log(JSON.stringify(line))
try {
  const db = await startEmbedded({
    dataDir: process.argv[2],
    log: (text, facts) => say({ event: 'log', text, facts }),
    onRestart: () => say({ event: 'restarted', postmaster: db.pid }),
  })
  process.on('SIGINT', async () => {
    const { default: pg } = await import(process.argv[3])
    await new Promise((resolve) => setTimeout(resolve, 300))
    const client = new pg.Client(db.connection('postgres', 'postgres'))
    await client.connect()
    await client.query('insert into kept values (-1)')
    await client.end()
    await db.stop()
    say({ event: 'stopped' })
  })
  say({ event: 'up', postmaster: db.pid, connection: db.connection('postgres', 'postgres') })
} catch (error) {
  say({ event: 'failed', name: error.name, text: error.message })
}`

interface Said {
  event: 'up' | 'failed' | 'restarted' | 'stopped' | 'log'
  postmaster: number
  connection: Connection
  name: string
  text: string
}

interface Server {
  process: ChildProcess
  pid: number
  /** the next line of this kind, also one said earlier that nobody took yet */
  said(...events: Said['event'][]): Promise<Said>
  ended: Promise<unknown>
}

const silent = () => undefined
const folders: string[] = []
const servers: Server[] = []

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-embedded-'))
  folders.push(folder)
  return folder
}

/** Made once: initdb costs a second, and that the same folder survives test after test is a test as well. */
const used = mkdtempSync(join(tmpdir(), 'tenantry-embedded-'))

function serve(dataDir: string): Server {
  const door = new URL('./index.ts', import.meta.url).href
  const args = ['--input-type=module', '-e', program, door, dataDir, import.meta.resolve('pg')]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const lines: Said[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const server: Server = {
    process: child,
    pid: child.pid ?? 0,
    ended,
    async said(...events) {
      for (const until = Date.now() + 15_000; Date.now() < until; await sleep(5)) {
        const at = lines.findIndex((line) => events.includes(line.event))
        const [line] = at < 0 ? [] : lines.splice(at, 1)
        if (line) return line
      }
      throw new Error(`the server never said ${events.join(' or ')}, only ${JSON.stringify(lines)}`)
    },
  }
  servers.push(server)
  return server
}

async function up(dataDir: string) {
  const server = serve(dataDir)
  const said = await server.said('up', 'failed')
  if (said.event === 'failed') throw new Error(said.text)
  return { server, ...said }
}

async function query<Row extends pg.QueryResultRow>(connection: Connection, sql: string): Promise<Row[]> {
  const client = new pg.Client(connection)
  client.on('error', silent)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Eight connections that insert until theirs breaks; the answer is what was acknowledged to them. */
async function writers(connection: Connection) {
  const acknowledged: number[] = []
  const sql = 'select coalesce(max(id), 0)::int as last from kept'
  const [{ last } = { last: 0 }] = await query<{ last: number }>(connection, sql)
  let next = last
  const one = async () => {
    const client = new pg.Client(connection)
    // Being cut off is the point.
    client.on('error', silent)
    await client.connect()
    for (;;) {
      const id = ++next
      await client.query('insert into kept values ($1)', [id])
      acknowledged.push(id)
    }
  }
  const over = Promise.allSettled(Array.from({ length: 8 }, one))
  return { acknowledged, over }
}

async function missing(connection: Connection, acknowledged: number[]): Promise<number[]> {
  const rows = await query<{ id: string }>(connection, 'select id from kept')
  const found = new Set(rows.map((row) => Number(row.id)))
  return acknowledged.filter((id) => !found.has(id))
}

function isAlive(pid: number): boolean {
  try {
    // A zombie has ended; only its parent has not asked yet.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !what(); await sleep(5)) if (Date.now() > end) throw new Error(`never: ${what}`)
}

/** The backend that holds the lock by which a postmaster is known to have a living server. */
async function guardOf(connection: Connection): Promise<number> {
  const rows = await query<{ pid: number }>(connection, `select pid from pg_locks where locktype = 'advisory'`)
  if (!rows[0]) throw new Error('nobody guards the database')
  return rows[0].pid
}

function kill(...pids: number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    // The tie ends the database with its server; a test that cuts the tie cleans up behind itself.
    server.process.kill('SIGKILL')
    await server.ended
  }
  for (const folder of [used, ...folders]) await until(() => !existsSync(join(folder, 'cluster', 'postmaster.pid')))
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 20 })
})

afterAll(() => rm(used, { recursive: true, force: true, maxRetries: 20 }))

describe.skipIf(process.platform !== 'linux')('the database that comes along', () => {
  beforeAll(async () => {
    const db = await startEmbedded({ dataDir: used, log: silent })
    await query(db.connection(db.superuser, 'postgres'), 'create table kept (id bigint primary key)')
    await db.stop()
  })

  test('is real PostgreSQL that nobody else on the machine can reach', async () => {
    const db = await startEmbedded({ dataDir: used, log: silent })
    const connection = db.connection(db.superuser, 'postgres')
    const [facts] = await query(
      connection,
      `select current_setting('listen_addresses') as tcp, current_setting('data_checksums') as checksums,
         current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
         current_setting('shared_preload_libraries') as libraries, datlocprovider::text as provider, datlocale as locale
       from pg_database where datname = 'postgres'`,
    )
    expect(facts).toEqual({
      tcp: '',
      checksums: 'on',
      fsync: 'on',
      encoding: 'UTF8',
      libraries: 'pg_prewarm,pg_stat_statements',
      provider: 'b',
      locale: 'C.UTF-8',
    })
    expect(statSync(connection.host).mode & 0o777).toBe(0o700)
    await db.stop()
    expect(isAlive(db.pid)).toBe(false)
    expect(existsSync(join(used, 'cluster', 'postmaster.pid'))).toBe(false)
  })

  test('finds names with letters beyond ASCII', async () => {
    const db = await startEmbedded({ dataDir: used, log: silent })
    const connection = db.connection(db.superuser, 'postgres')
    await query(connection, 'create extension pg_trgm')
    const rows = await query(connection, `select similarity('Łódź', 'łódź') as same, upper('müller') as upper`)
    await db.stop()
    expect(rows).toEqual([{ same: 1, upper: 'MÜLLER' }])
  })

  test('a start that takes no connections in time fails with one sentence, leaves no process, and the next one succeeds', async () => {
    const late = await startEmbedded({ dataDir: used, log: silent, startWithin: 0 }).catch((error: unknown) => error)
    expect(late).toBeInstanceOf(DatabaseNotReady)
    expect((late as Error).message).toMatch(
      /^the PostgreSQL in \S+ takes no connections after 0 seconds \(.+\); its log is \S+$/,
    )
    expect(existsSync(join(used, 'cluster/postmaster.pid'))).toBe(false)
    const db = await startEmbedded({ dataDir: used, log: silent })
    await db.stop()
  }, 120_000)

  test('takes a data folder whose path is longer than a socket address may be', async () => {
    const db = await startEmbedded({ dataDir: join(newFolder(), 'd'.repeat(120), 'data'), log: silent })
    const { host } = db.connection(db.superuser, 'postgres')
    folders.push(host)
    expect(Buffer.byteLength(join(host, '.s.PGSQL.5432'))).toBeLessThan(107)
    expect(await query(db.connection(db.superuser, 'postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
    await db.stop()
  })

  test.skipIf(process.getuid?.() !== 0)('runs for root, also where no other user can reach the folder', async () => {
    const dataDir = join(newFolder(), 'private', 'data')
    const first = await startEmbedded({ dataDir, log: silent })
    await query(first.connection(first.superuser, 'postgres'), 'create table kept ()')
    await first.stop()
    const second = await startEmbedded({ dataDir, log: silent })
    expect(await query(second.connection(second.superuser, 'postgres'), 'select * from kept')).toEqual([])
    await second.stop()
  })

  test('ends with a server that is killed, and keeps every acknowledged row', async () => {
    const first = await up(used)
    const { acknowledged, over } = await writers(first.connection)
    await sleep(700)
    kill(first.server.pid)
    await over
    await until(() => !isAlive(first.postmaster))
    const second = await up(used)
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(await missing(second.connection, acknowledged)).toEqual([])
  })

  test('comes back by itself when PostgreSQL is killed, and keeps every acknowledged row', async () => {
    const { server, connection, postmaster } = await up(used)
    let killed = postmaster
    for (let round = 0; round < 2; round++) {
      const { acknowledged, over } = await writers(connection)
      await sleep(400)
      kill(killed)
      await over
      const again = await server.said('restarted')
      expect(again.postmaster).not.toBe(killed)
      expect(acknowledged.length).toBeGreaterThan(50)
      expect(await missing(connection, acknowledged)).toEqual([])
      killed = again.postmaster
    }
    expect(server.process.exitCode).toBe(null)
  })

  test('starts again after server and PostgreSQL were killed together, and keeps every acknowledged row', async () => {
    const first = await up(used)
    const { acknowledged, over } = await writers(first.connection)
    await sleep(500)
    kill(first.server.pid, first.postmaster)
    await over
    const second = await up(used)
    expect(await missing(second.connection, acknowledged)).toEqual([])
  })

  test('is still guarded after a single backend was killed', async () => {
    const { connection, postmaster } = await up(used)
    const killed = await guardOf(connection)
    kill(killed)
    const again = async () => (await guardOf(connection).catch(() => killed)) !== killed
    for (const end = Date.now() + 5000; !(await again()) && Date.now() < end; ) await sleep(20)
    expect(await guardOf(connection)).not.toBe(killed)
    expect(isAlive(postmaster)).toBe(true)
  })

  test('ends with a server that is killed while PostgreSQL recovers from the death of a backend', async () => {
    const { server, connection, postmaster } = await up(used)
    const { acknowledged, over } = await writers(connection)
    await sleep(300)
    // A fast shutdown in this very moment is one that PostgreSQL 18 was seen never to finish.
    const recovers = () =>
      query(connection, 'select').then(
        () => false,
        (error: { code?: string }) => error.code === '57P03',
      )
    /** A recovery may be over before anybody looks: then another backend dies. */
    const met = async () => {
      kill(await guardOf(connection))
      for (const end = Date.now() + 2000; Date.now() < end; ) if (await recovers()) return true
      return false
    }
    let recovering = false
    for (let scene = 0; scene < 5 && !recovering; scene += 1) recovering = await met()
    kill(server.pid)
    expect(recovering).toBe(true)
    await over
    await until(() => !isAlive(postmaster))
    const second = await up(used)
    expect(await missing(second.connection, acknowledged)).toEqual([])
  }, 60_000)

  test('stops an orphan whose tie to its server was cut', async () => {
    const first = await up(used)
    const { acknowledged, over } = await writers(first.connection)
    const holder = parentOf(first.postmaster)
    const watcher = childrenOf(holder).filter((pid) => pid !== first.postmaster)
    // All three before any can answer the death of another.
    for (const pid of [holder, ...watcher, first.server.pid]) process.kill(pid, 'SIGSTOP')
    kill(first.server.pid, ...watcher, holder)
    await sleep(300)
    expect(isAlive(first.postmaster)).toBe(true)
    const second = await up(used)
    await over
    expect(isAlive(first.postmaster)).toBe(false)
    expect(second.postmaster).not.toBe(first.postmaster)
    expect(await missing(second.connection, acknowledged)).toEqual([])
  })

  test('starts although its process id of yesterday is another program today', async () => {
    const first = await up(used)
    const path = join(used, 'cluster', 'postmaster.pid')
    const [, ...rest] = readFileSync(path, 'utf8').split('\n')
    kill(first.server.pid)
    await until(() => !existsSync(path))
    const stranger = spawn('sleep', ['60'])
    writeFileSync(path, [stranger.pid, ...rest].join('\n'), { mode: 0o600 })
    const second = await up(used)
    expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(stranger.exitCode).toBe(null)
    stranger.kill()
  })

  test('refuses a second server and names the first', async () => {
    const { server, connection } = await up(used)
    const refusal = startEmbedded({ dataDir: used, log: silent })
    await expect(refusal).rejects.toThrow(FolderInUse)
    const sentence = `another Tenantry (process ${server.pid}) already uses the data folder ${used}`
    await expect(refusal).rejects.toThrow(sentence)
    expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('has one winner when two servers start in a new folder at the same moment', async () => {
    const dataDir = newFolder()
    const both = [serve(dataDir), serve(dataDir)]
    const said = await Promise.all(both.map((server) => server.said('up', 'failed')))
    expect(said.map((line) => line.event).sort()).toEqual(['failed', 'up'])
    const winner = both[said.findIndex((line) => line.event === 'up')]
    const refusal = said.find((line) => line.event === 'failed')
    expect(refusal).toMatchObject({ name: 'FolderInUse', text: expect.stringContaining(`process ${winner?.pid}`) })
  })

  test('is made anew when its making was interrupted', async () => {
    const dataDir = newFolder()
    const unfinished = () => readdirSync(dataDir).filter((name) => name.startsWith('cluster.new-'))
    const first = serve(dataDir)
    await until(() => unfinished().some((name) => existsSync(join(dataDir, name, 'PG_VERSION'))))
    kill(first.pid)
    await first.ended
    expect(existsSync(join(dataDir, 'cluster'))).toBe(false)
    const second = await up(dataDir)
    expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(unfinished()).toEqual([])
  })

  test('outlives Ctrl-C until the server has finished its work', async () => {
    const { server, postmaster } = await up(used)
    // What a terminal does: the signal goes to the whole process group of the server.
    process.kill(-server.pid, 'SIGINT')
    await server.said('stopped')
    expect(isAlive(postmaster)).toBe(false)
  })
})
