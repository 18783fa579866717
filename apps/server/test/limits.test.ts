/** Every wait has an end, and whoever makes others wait harms nobody else: locks, the pool, slow, huge and rude requests. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './builders.ts'
import { inner } from './ledger.ts'
import { drip, rude, talk, type Heard } from './sockets.ts'
import { createWorld, type World } from './world.ts'

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
    slowBody = drip(
      port,
      'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n',
      500,
    )
    silent = talk(port, [])
  })
  afterAll(() => world.stop())

  /** Holds a row as a forgotten psql would, while `work` goes on. */
  async function whileLocked<T>(organization: string, work: () => Promise<T>): Promise<T> {
    const client = new pg.Client(world.database.as('postgres'))
    await client.connect()
    try {
      await client.query('begin')
      await client.query(`select from organizations where 'org_' || replace(id::text, '-', '') = $1 for update`, [
        organization,
      ])
      return await work()
    } finally {
      await client.end()
    }
  }
  /** Every connection of the pool waits for a lock. */
  const exhausted = () =>
    eventually(
      () =>
        world.database.query(
          `select from pg_stat_activity where datname = current_database() and usename = 'tenantry_app' and wait_event_type = 'Lock'`,
        ),
      (waiting) => waiting.length === 10,
      4,
    )
  const rename = (organization: string) =>
    world.admin.send('PATCH', `/organizations/${organization}`, { name: randomUUID() })
  const timed = async <T>(work: Promise<T>) => {
    const begun = Date.now()
    return { answer: await work, took: Date.now() - begun }
  }

  test('a row locked for long costs those who want it a 503 in time, and nobody else anything', async () => {
    const [acme, rival] = [await world.tenant('Acme GmbH'), await world.tenant('Rival AG')]
    await whileLocked(acme.id, async () => {
      const lock = { awaited: true }
      const stuck = Promise.all(Array.from({ length: 4 }, () => timed(rename(acme.id)))).finally(
        () => (lock.awaited = false),
      )
      let others = 0
      let slowest = 0
      for (; lock.awaited; others += 1) {
        const { answer, took } = await timed(rename(rival.id))
        expect(answer.status).toBe(200)
        slowest = Math.max(slowest, took)
      }
      for (const { answer, took } of await stuck) {
        expect(answer.status).toBe(503)
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
        expect(await answer.text()).not.toMatch(inner)
        expect(took).toBeGreaterThan(4_900) // they did wait
        expect(took).toBeLessThan(20_000) // five seconds for the place in the queue, five for the row, and a slow machine
      }
      // Whoever waits for the lock waits five seconds: nobody else did, and there were many of them.
      expect(slowest).toBeLessThan(4_900)
      expect(others).toBeGreaterThan(5)
    })
    expect((await rename(acme.id)).status).toBe(200)
  })

  test('an exhausted pool is a 503 in time; what needs no transaction is answered all the while, and all of it afterwards', async () => {
    const acme = await world.tenant('Acme GmbH')
    const rival = await world.tenant('Rival AG')
    await whileLocked(acme.id, async () => {
      const stuck = Array.from({ length: 10 }, () => rename(acme.id))
      await exhausted()
      // Those in front take the places that the first ten give back, and wait for the same row: the last get none in time.
      const inFront = Array.from({ length: 10 }, () => rename(acme.id))
      const waiting = { over: false }
      const behind = Promise.all(Array.from({ length: 10 }, () => timed(rename(rival.id)))).finally(
        () => (waiting.over = true),
      )
      let answered = 0
      for (; !waiting.over; answered += 1) {
        const { answer, took } = await timed(world.admin.send('GET', '/sessions/current'))
        expect(answer.status).toBe(200)
        expect(took).toBeLessThan(4_900) // a place in the pool takes five seconds to be refused
      }
      expect(answered).toBeGreaterThan(10)
      for (const it of await Promise.all([...stuck, ...inFront])) expect(it.status).toBe(503)
      const refused = (await behind).filter(({ answer }) => answer.status === 503)
      expect(refused.length).toBeGreaterThan(0)
      for (const { answer, took } of await behind) {
        expect([200, 503]).toContain(answer.status) // who is told to go in time, and who got a place, are both right
        expect(took).toBeLessThan(20_000)
      }
      for (const { answer } of refused) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    })
    for (const { id } of [acme, rival]) expect((await rename(id)).status).toBe(200)
  })

  test('a body of a gigabyte is refused at its first megabyte, whether it tells its length or not', async () => {
    const head = 'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    const told = await talk(
      port,
      [`${head}Content-Length: 1000000000\r\n\r\n`],
      endless((it) => it),
    )
    const chunked = await talk(
      port,
      [`${head}Transfer-Encoding: chunked\r\n\r\n`],
      endless((it) => Buffer.concat([Buffer.from('10000\r\n'), it, Buffer.from('\r\n')])),
    )
    for (const it of [told, chunked]) {
      expect(it.text).toMatch(/^HTTP\/1\.1 413 /)
      expect(it.text).toContain('"code":"body_too_large"')
      // A megabyte was read; the rest is what the two sockets hold between them, some six megabytes at most on Linux.
      expect(it.written).toBeLessThan(20_000_000)
      console.info(`a gigabyte was stopped after ${it.written} bytes`)
    }
  })

  test.each(rude)('%j is refused or hung up on, and never an error of the server', async (bytes) => {
    const { text, after } = await talk(port, [bytes])
    expect(text).toMatch(/^$|^HTTP\/1\.1 4\d\d /)
    expect(text).not.toMatch(inner)
    expect(after).toBeLessThan(20_000)
    expect((await world.person().send('GET', '/installation')).status).toBe(200)
  })

  test('clients that take their time with a request, or send none, are cut off', async () => {
    const all = { head: await slowHead, body: await slowBody }
    console.info(
      `cut off after: ${JSON.stringify(Object.fromEntries(Object.entries(all).map(([k, it]) => [k, it.after])))} ms`,
    )
    expect(all.head.after).toBeLessThan(20_000)
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
