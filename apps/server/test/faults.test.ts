/** What a server survives: its database killed, itself killed, long locks, an exhausted pool, slow and rude clients. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLedger, type Ledger } from './ledger.ts'
import { freePort, pause, startProcess, type ServerProcess } from './processes.ts'
import { drip, rude, talk, type Heard } from './sockets.ts'
import { createWorld, goodPassword, type Person, type World } from './world.ts'

const forbidden = /\bat \/|node_modules|\.ts:\d|SQLSTATE|relation "|ECONN|postgres/i // of stacks, statements and drivers

describe('kill -9', () => {
  let folder: string
  let server: ServerProcess
  let ledger: Ledger
  let cookie: string
  let tenant: string
  let port: number
  let environment: Record<string, string>
  const statuses = new Map<string, number>()
  const wrong: string[] = []
  let lastAcknowledged = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-faults-'))
    await chmod(folder, 0o755) // where this runs as root, PostgreSQL runs as somebody else
    environment = { DATA: join(folder, 'data'), SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'warn' }
    port = await freePort()
    server = await startProcess(environment, port)
    ledger = openLedger(join(folder, 'ledger'))
    const root = server.person()
    const names = { firstName: 'Rosa', lastName: 'Root' }
    await root.api.installation.setUp({ token: server.setUpToken(), email: 'root@example.com', ...names, password: goodPassword })
    const me = await root.api.profile.show()
    tenant = (await root.api.organizations.create({ organization: me.organization.id, name: 'Acme GmbH' })).id
    cookie = root.cookie
  })
  afterAll(async () => {
    ledger.close()
    await server.stop()
    await pause(300) // the database ends by itself when its server is gone
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  })
  const rootNow = (): Person => Object.assign(server.person(), { cookie })
  const postmaster = () =>
    Number.parseInt(readFileSync(join(folder, 'data/database/cluster/postmaster.pid'), 'utf8').split('\n')[0] ?? '', 10)

  /** Eight who invite without a pause; `serverMayBeGone`: no answer at all is then no fault. */
  function load(serverMayBeGone: boolean) {
    let over = false
    const writer = async () => {
      while (!over) {
        const email = `${randomUUID()}@example.com`
        ledger.asked(email)
        const answer = await rootNow()
          .send('POST', `/organizations/${tenant}/invitations`, { email, role: 'viewer' })
          .catch(() => null)
        const text = (await answer?.text().catch(() => null)) ?? null
        if (answer === null || text === null) {
          if (!serverMayBeGone) wrong.push('no answer')
          await pause(50)
          continue
        }
        const { status } = answer
        statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1)
        if (status === 201) {
          ledger.acknowledged(email)
          lastAcknowledged = Date.now()
        } else if (status !== 503 || !answer.headers.has('retry-after') || forbidden.test(text)) wrong.push(`${status} ${text}`)
        else await pause(20)
      }
    }
    const writers = Array.from({ length: 8 }, writer)
    return async () => {
      over = true
      await Promise.all(writers)
    }
  }
  /** Runs `work` while the eight write. */
  async function underLoad(serverMayBeGone: boolean, work: () => Promise<void>): Promise<void> {
    const end = load(serverMayBeGone)
    await work().finally(end)
  }
  /** Acknowledged invitations that the server does not list. */
  async function lost(): Promise<{ lost: string[]; n: number }> {
    const found = new Set<string>()
    const { api } = rootNow()
    for (let cursor: string | undefined; ; ) {
      const page = await api.invitations.list({ organization: tenant, status: 'all', limit: 200, ...(cursor && { cursor }) })
      for (const it of page.items) {
        expect(found.has(it.email), 'done twice').toBe(false)
        found.add(it.email)
      }
      if (page.next === null) break
      cursor = page.next
    }
    const { acknowledged, asked } = ledger.read()
    for (const email of found) expect(asked).toContain(email)
    return { lost: [...acknowledged].filter((it) => !found.has(it)), n: acknowledged.size }
  }

  test('of the database under load: 503 while it is away, back without a restart of the server, nothing acknowledged is lost', async () => {
    const kills: number[] = []
    await underLoad(false, async () => {
      for (let i = 0; i < 3; i += 1) {
        await pause(1_000)
        const killedAt = Date.now()
        process.kill(postmaster(), 'SIGKILL')
        for (; lastAcknowledged < killedAt + 200; await pause(20)) expect(Date.now() - killedAt).toBeLessThan(15_000)
        kills.push(lastAcknowledged - killedAt)
      }
      await pause(500)
    })
    const result = await lost()
    console.info(`database killed 3 times: ${JSON.stringify({ ...Object.fromEntries(statuses), awayMs: kills, ...result })}`)
    expect(wrong).toEqual([])
    expect(result.lost).toEqual([])
    expect(result.n).toBeGreaterThan(50)
    expect(statuses.get('503') ?? 0).toBeGreaterThan(0)
  })

  test('of the server under load: it starts again on its folder, and nothing acknowledged is lost', async () => {
    const before = ledger.read().acknowledged.size
    await underLoad(true, async () => {
      for (let i = 0; i < 2; i += 1) {
        await pause(800)
        server.signal('SIGKILL')
        expect(await server.ended).toBe('SIGKILL')
        server = await startProcess(environment, port)
      }
      await pause(500)
    })
    const result = await lost()
    console.info(`server killed 2 times: ${JSON.stringify({ ...result, acknowledgedMeanwhile: result.n - before })}`)
    expect(wrong).toEqual([])
    expect(result.lost).toEqual([])
    expect(result.n - before).toBeGreaterThan(50)
  })
})

describe('a server with a pool of ten', () => {
  let world: World
  let port: number
  let slowHead: Promise<Heard>
  let slowBody: Promise<Heard>
  let silent: Promise<Heard>
  beforeAll(async () => {
    world = await createWorld()
    port = Number(new URL(world.baseUrl).port)
    // Begun first, looked at last: they take the half minute that they are given.
    slowHead = drip(port, 'GET /api/v1/installation HTTP/1.1\r\nHost: x\r\nX-Slow: ', 500)
    slowBody = drip(port, 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n', 500)
    silent = talk(port, [])
  })
  afterAll(() => world.stop())

  /** Holds a row as a forgotten psql would, while `work` goes on. */
  async function whileLocked<T>(organization: string, work: () => Promise<T>): Promise<T> {
    const client = new pg.Client(world.database.as('postgres'))
    await client.connect()
    try {
      await client.query('begin')
      await client.query(`select from organizations where 'org_' || replace(id::text, '-', '') = $1 for update`, [organization])
      return await work()
    } finally {
      await client.end()
    }
  }
  const rename = (organization: string) => world.admin.send('PATCH', `/organizations/${organization}`, { name: randomUUID() })
  const timed = async <T>(work: Promise<T>) => {
    const begun = Date.now()
    return { answer: await work, took: Date.now() - begun }
  }

  test('a row locked for long costs those who want it a 503 in time, and nobody else anything', async () => {
    const [acme, rival] = [await world.tenant('Acme GmbH'), await world.tenant('Rival AG')]
    await whileLocked(acme.id, async () => {
      let waiting = true
      const stuck = Promise.all(Array.from({ length: 4 }, () => timed(rename(acme.id)))).finally(() => (waiting = false))
      let others = 0
      for (; waiting; others += 1) {
        const { answer, took } = await timed(rename(rival.id))
        expect(answer.status).toBe(200)
        expect(took).toBeLessThan(1_500)
      }
      for (const { answer, took } of await stuck) {
        expect(answer.status).toBe(503)
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
        expect(await answer.text()).not.toMatch(forbidden)
        expect(took).toBeLessThan(7_000)
      }
      expect(others).toBeGreaterThan(20)
    })
    expect((await rename(acme.id)).status).toBe(200)
  })

  test('an exhausted pool is a 503 in time; what needs no transaction is answered all the while, and all of it afterwards', async () => {
    const acme = await world.tenant('Acme GmbH')
    const rival = await world.tenant('Rival AG')
    await whileLocked(acme.id, async () => {
      const stuck = Array.from({ length: 10 }, () => rename(acme.id))
      await pause(200)
      const waiting = Array.from({ length: 10 }, () => timed(rename(rival.id)))
      for (let i = 0; i < 20; i += 1) {
        const { answer, took } = await timed(world.admin.send('GET', '/sessions/current'))
        expect(answer.status).toBe(200)
        expect(took).toBeLessThan(1_000)
      }
      for (const it of await Promise.all(stuck)) expect(it.status).toBe(503)
      for (const { answer, took } of await Promise.all(waiting)) {
        expect([200, 503]).toContain(answer.status)
        if (answer.status === 503) expect(answer.headers.has('retry-after')).toBe(true)
        expect(took).toBeLessThan(12_000)
      }
    })
    expect((await rename(acme.id)).status).toBe(200)
  })

  test('a body of a gigabyte is refused at its first megabyte, whether it tells its length or not', async () => {
    const head = 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    const told = await talk(port, [`${head}Content-Length: 1000000000\r\n\r\n`], endless((it) => it))
    const chunked = await talk(port, [`${head}Transfer-Encoding: chunked\r\n\r\n`], endless((it) => Buffer.concat([Buffer.from('10000\r\n'), it, Buffer.from('\r\n')])))
    for (const it of [told, chunked]) {
      expect(it.text).toMatch(/^HTTP\/1\.1 413 /)
      expect(it.text).toContain('"code":"body_too_large"')
      expect(it.written).toBeLessThan(100_000_000)
    }
  })

  test.each(rude)('%j is refused or hung up on, and never an error of the server', async (bytes) => {
    const { text, after } = await talk(port, [bytes])
    expect(text).toMatch(/^$|^HTTP\/1\.1 4\d\d /)
    expect(text).not.toMatch(forbidden)
    expect(after).toBeLessThan(20_000)
    expect((await world.person().send('GET', '/installation')).status).toBe(200)
  })

  test('clients that take their time with a request, or send none, are cut off', async () => {
    const all = { head: await slowHead, body: await slowBody }
    console.info(`cut off after: ${JSON.stringify(Object.fromEntries(Object.entries(all).map(([k, it]) => [k, it.after])))} ms`)
    expect(all.head.after).toBeLessThan(15_000)
    expect(all.body.after).toBeLessThan(35_000)
    expect(all.head.text + all.body.text).not.toMatch(/HTTP\/1\.1 (2|5)/)
    expect((await silent).after).toBeLessThan(75_000)
  }, 80_000)
})

function endless(frame: (chunk: Buffer) => Buffer): () => Buffer | null {
  const chunk = frame(Buffer.alloc(65_536, 0x20))
  let left = 1_000_000_000
  return () => ((left -= 65_536) > 0 ? chunk : null)
}
