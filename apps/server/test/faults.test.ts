/** A server under load survives kill -9 of its database and of itself; a ledger tells what it had acknowledged. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inner, openLedger, type Ledger } from './ledger.ts'
import { freePort, pause, startProcess, type ServerProcess } from './processes.ts'
import { goodPassword, type Person } from './world.ts'

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
  const last = { acknowledged: 0, n: 0 }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-faults-'))
    await chmod(folder, 0o755) // where this runs as root, PostgreSQL runs as somebody else
    environment = { DATA: join(folder, 'data'), SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'warn' }
    port = await freePort()
    server = await startProcess(environment, port)
    ledger = openLedger(join(folder, 'ledger'))
    const root = server.person()
    const names = { firstName: 'Rosa', lastName: 'Root' }
    await root.api.installation.setUp({
      token: server.setUpToken(),
      email: 'root@example.com',
      ...names,
      password: goodPassword,
    })
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
    const day = { over: false }
    const writer = async () => {
      while (!day.over) {
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
          last.acknowledged = Date.now()
          last.n += 1
        } else if (status !== 503 || !answer.headers.has('retry-after') || inner.test(text))
          wrong.push(`${status} ${text}`)
        else await pause(20)
      }
    }
    const writers = Array.from({ length: 8 }, writer)
    return async () => {
      day.over = true
      await Promise.all(writers)
    }
  }
  /** Until so many more writes were acknowledged. */
  async function acknowledge(n: number): Promise<void> {
    const [begun, goal] = [Date.now(), last.n + n]
    while (last.n < goal) {
      await pause(20)
      expect(Date.now() - begun, 'milliseconds without enough answers').toBeLessThan(25_000)
    }
  }
  /** Runs `work` while the eight write. */
  async function underLoad(serverMayBeGone: boolean, work: () => Promise<void>): Promise<void> {
    const end = load(serverMayBeGone)
    try {
      await work()
    } catch (error) {
      throw new Error(`the server said last:\n${server.output().slice(-3_000)}`, { cause: error })
    } finally {
      await end()
    }
  }
  /** Acknowledged invitations that the server does not list. */
  async function lost(): Promise<{ lost: string[]; n: number }> {
    const found = new Set<string>()
    const { api } = rootNow()
    for (let cursor: string | undefined; ; ) {
      const page = await api.invitations.list({
        organization: tenant,
        status: 'all',
        limit: 200,
        ...(cursor && { cursor }),
      })
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
        await acknowledge(30)
        const killedAt = Date.now()
        process.kill(postmaster(), 'SIGKILL')
        while (last.acknowledged < killedAt + 200) {
          await pause(20)
          expect(Date.now() - killedAt).toBeLessThan(25_000)
        }
        kills.push(last.acknowledged - killedAt)
      }
      await acknowledge(30)
    })
    const result = await lost()
    console.info(
      `database killed 3 times: ${JSON.stringify({ ...Object.fromEntries(statuses), awayMs: kills, ...result })}`,
    )
    expect(wrong).toEqual([])
    expect(result.lost).toEqual([])
    expect(result.n).toBeGreaterThanOrEqual(90)
    expect(statuses.get('503') ?? 0).toBeGreaterThan(0)
  }, 120_000)

  test('of the database leaves its queue at work: what is ordered afterwards is done', async () => {
    const { api } = rootNow()
    const { organization } = await api.profile.show()
    await api.passwords.requestReset({ email: 'root@example.com' })
    const done = async () =>
      (await api.mails.list({ organization: organization.id })).items.some((it) => it.kind === 'password_reset')
    for (const until = Date.now() + 10_000; !(await done()); await pause(50)) expect(Date.now()).toBeLessThan(until)
  })

  test('of the server under load: it starts again on its folder, and nothing acknowledged is lost', async () => {
    const before = ledger.read().acknowledged.size
    await underLoad(true, async () => {
      for (let i = 0; i < 2; i += 1) {
        await acknowledge(30)
        server.signal('SIGKILL')
        expect(await server.ended).toBe('SIGKILL')
        server = await startProcess(environment, port)
      }
      await acknowledge(30)
    })
    const result = await lost()
    console.info(`server killed 2 times: ${JSON.stringify({ ...result, acknowledgedMeanwhile: result.n - before })}`)
    expect(wrong).toEqual([])
    expect(result.lost).toEqual([])
    expect(result.n - before).toBeGreaterThanOrEqual(90)
  }, 120_000)
})
