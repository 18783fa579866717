/** Two server processes on one database: what one does, the very next request on the other obeys. */
import { request, Agent, type IncomingMessage } from 'node:http'
import { randomBytes } from 'node:crypto'
import { apiPrefix, profile, users } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { innerId } from '../src/platform/value/ids.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'
import { codeOf, call } from './operations.ts'
import { seat, sessionCookie, signedIn, type Place } from './people.ts'
import { pause, startProcess, urlOf, type ServerProcess } from './processes.ts'
import { goodPassword, refusalOf, type Person } from './world.ts'

let database: TestDatabase
let nodes: [ServerProcess, ServerProcess]
let environment: Record<string, string>
let root: Person
let acme: Place & { readonly publicId: string }
beforeAll(async () => {
  database = await cloneDatabase()
  environment = { DATABASE_URL: urlOf(database), SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'info' }
  // One after the other: the second start takes over the set-up token of the first.
  nodes = [await startProcess(environment), await startProcess(environment)]
  root = nodes[0].person()
  const token = nodes[1].setUpToken()
  await root.api.installation.setUp({
    token,
    email: 'root@example.com',
    firstName: 'Rosa',
    lastName: 'Root',
    password: goodPassword,
  })
  const me = await root.api.profile.show()
  const { id } = await root.api.organizations.create({ organization: me.organization.id, name: 'Acme GmbH' })
  const [row] = await database.query<Place>('select id, path, level from organizations where id = $1', [innerId(id)])
  if (!row) throw new Error('no organization')
  acme = { ...row, publicId: id }
  await newcomer('admin') // somebody administers it whatever becomes of the others
})
afterAll(async () => {
  for (const node of nodes) await node.stop()
  await database.drop()
})

/** The same browser at the other process. */
const at = (node: ServerProcess, person: { token: string }) => signedIn(node.baseUrl, person.token, node.baseUrl)
const newcomer = (role = 'viewer') => seat(database, acme, { role })
/** Who acts and who is asked: each process does as often as the other. */
const sides = (i: number): [ServerProcess, ServerProcess] => (i % 2 ? nodes : [nodes[1], nodes[0]])
const rootAt = (node: ServerProcess) => signedIn(node.baseUrl, root.cookie.split('=')[1] ?? '', node.baseUrl)
const trials = 60

test('a change of role is obeyed by the very next request on the other process', async () => {
  for (let i = 0; i < trials; i += 1) {
    const [acting, asked] = sides(i)
    const one = await newcomer()
    const there = at(asked, one)
    const target = { organization: acme.publicId, user: one.userId }
    expect(await refusalOf(there.api.users.show(target))).toBe('permission_missing')
    await rootAt(acting).api.users.changeRole({ ...target, role: 'admin' })
    await there.api.users.show(target)
    await rootAt(acting).api.users.changeRole({ ...target, role: 'viewer' })
    expect(await refusalOf(there.api.users.show(target))).toBe('permission_missing')
  }
}, 90_000)

test('a deactivation is obeyed by the very next request on the other process', async () => {
  for (let i = 0; i < trials; i += 1) {
    const [acting, asked] = sides(i)
    const one = await newcomer()
    const there = at(asked, one)
    await there.api.sessions.check()
    await rootAt(acting).api.users.deactivate({ organization: acme.publicId, user: one.userId })
    expect(await refusalOf(there.api.sessions.check())).toBe('unauthenticated')
  }
}, 90_000)

test('AU11: a changed session rule is obeyed by the very next request on the other process, and so is a use seen there', async () => {
  const set = (node: ServerProcess, policy: 'session.mode' | 'session.absolute' | 'session.idle', value: unknown) =>
    rootAt(node).api.policies.set({ organization: acme.publicId, policy, value })
  for (let i = 0; i < 10; i += 1) {
    const [acting, asked] = sides(i)
    await set(asked, 'session.mode', 'absolute')
    await set(asked, 'session.absolute', 7_800) // a seat's session is two hours old
    const one = await newcomer()
    await at(asked, one).api.sessions.check()
    await set(acting, 'session.absolute', 1_800)
    expect(await refusalOf(at(asked, one).api.sessions.check())).toBe('unauthenticated')
  }
  await set(nodes[0], 'session.mode', 'idle')
  await set(nodes[1], 'session.idle', 600)
  const one = await newcomer()
  const ago = (seconds: number) =>
    database.query(`update sessions set used_at = now() - $2 * interval '1 second' where user_id = $1`, [
      one.user,
      seconds,
    ])
  await ago(500)
  await at(nodes[0], one).api.sessions.check()
  const written = () =>
    database.query(`select from sessions where user_id = $1 and used_at > now() - interval '1 minute'`, [one.user])
  while (!(await written()).length) await pause(50)
  await at(nodes[1], one).api.sessions.check()
  await ago(664)
  expect(await refusalOf(at(nodes[1], one).api.sessions.check())).toBe('unauthenticated')
  for (const policy of ['session.mode', 'session.idle', 'session.absolute'] as const)
    await rootAt(nodes[0]).api.policies.reset({ organization: acme.publicId, policy })
}, 90_000)

test('a sign-out, and the end of a session by another, are obeyed by the very next request on the other process', async () => {
  for (let i = 0; i < trials; i += 1) {
    const [acting, asked] = sides(i)
    const [one, two] = [await newcomer(), await newcomer()]
    await at(asked, one).api.sessions.check()
    await at(acting, one).api.sessions.signOut()
    expect(await refusalOf(at(asked, one).api.sessions.check())).toBe('unauthenticated')
    await at(asked, two).api.sessions.check()
    await at(acting, two).api.sessions.end({ session: two.session })
    expect(await refusalOf(at(asked, two).api.sessions.check())).toBe('unauthenticated')
  }
}, 90_000)

test('a new password, and the end of all other sessions, are obeyed by the very next request on the other process', async () => {
  for (let i = 0; i < trials / 4; i += 1) {
    const [acting, asked] = sides(i)
    const one = await newcomer()
    const again = asked.person()
    await again.api.sessions.signIn({ email: one.email, password: goodPassword })
    await at(acting, one).api.profile.changePassword({
      currentPassword: goodPassword,
      newPassword: 'slow-badger-beacon-48',
    })
    expect(await refusalOf(again.api.sessions.check())).toBe('unauthenticated')
  }
}, 90_000)

test('an Idempotency-Key is one key on both: twenty at once are one act, and one fact in the record', async () => {
  for (let i = 0; i < 10; i += 1) {
    const one = await newcomer()
    const input = { organization: acme.publicId, user: one.userId, lastName: `Changed ${i}` }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call(rootAt(nodes[n % 2] ?? nodes[0]), users.update, input, { 'idempotency-key': `key-${i}` }),
      ),
    )
    expect(answers.map((it) => [it.status, codeOf(it)])).toEqual(answers.map(() => [200, '']))
    expect(answers.map((it) => it.body)).toEqual(answers.map(() => answers[0]?.body))
    const facts = await database.query('select from events where target_id = $1 and type = $2', [
      one.user,
      'user.updated',
    ])
    expect(facts).toHaveLength(1)
    const record = await rootAt(nodes[1]).api.users.changes({ organization: acme.publicId, user: one.userId })
    expect(record.items.map((it) => it.type)).toEqual(['user.updated'])
  }
})

test('a process that is told to end under load answers what it was asked, and fails no request', async () => {
  const node = await startProcess(environment)
  const results = { answered: 0, toldToLeave: 0, failed: [] as string[] }
  let told = false
  const client = async (n: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const { token } = await newcomer('admin')
    for (let i = 0; ; i += 1) {
      const write = i % 3 === 0
      const path = apiPrefix + (write ? '/me' : `/organizations/${acme.publicId}`)
      const body = write ? JSON.stringify({ firstName: `N${n} ${i}` }) : undefined
      const sent = await send(node.baseUrl + path, agent, token, write ? 'PATCH' : 'GET', body)
      if (sent.status === 200) results.answered += 1
      else results.failed.push(`${told ? 'after' : 'before'} the signal: ${sent.status} ${sent.error}`)
      // Who keeps a connection goes elsewhere when an answer says that it ends.
      if (told && (sent.close || sent.status !== 200)) {
        if (sent.close) results.toldToLeave += 1
        break
      }
    }
    agent.destroy()
  }
  const clients = Array.from({ length: 16 }, (_, n) => client(n))
  while (results.answered < 100) await pause(20)
  told = true
  node.signal('SIGTERM')
  await Promise.all(clients)
  expect(await node.ended).toBe(0)
  console.info(`SIGTERM under load: ${JSON.stringify(results)}`)
  expect(results.failed).toEqual([])
  expect(results.toldToLeave).toBe(16)
  expect(results.answered).toBeGreaterThanOrEqual(100)
})

test('sixteen changes of one’s own account at once do not wait for each other in a circle', async () => {
  const one = await newcomer()
  const begun = Date.now()
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) =>
      call(at(nodes[n % 2] ?? nodes[0], one), profile.update, { firstName: `Nr ${n}` }),
    ),
  )
  const done = answers.filter((it) => it.status === 200).length
  expect(answers.every((it) => it.status === 200 || (it.status === 503 && it.headers.has('retry-after')))).toBe(true)
  expect(done).toBeGreaterThanOrEqual(8)
  expect(Date.now() - begun).toBeLessThan(5_000) // a deadlock is found after a second, one at a time: this took half a minute
})

interface Sent {
  readonly status: number
  readonly error: string
  /** The answer ends its connection. */
  readonly close: boolean
}
const send = (url: string, agent: Agent, token: string, method: string, body?: string): Promise<Sent> =>
  new Promise((resolve) => {
    const headers = {
      cookie: sessionCookie(token, url),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const failed = (error: string) => resolve({ status: 0, error, close: false })
    const sent = request(url, { agent, method, headers }, (answer: IncomingMessage) => {
      const close = answer.headers.connection === 'close'
      answer.on('error', (error) => failed(`mid-answer: ${error.message}`))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, error: answer.complete ? '' : 'cut off', close }),
      )
      answer.resume()
    })
    sent.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
    sent.end(body)
  })
