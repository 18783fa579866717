/**
 * A whole installation for a test file: its own database, a server on loopback, a real SMTP server, and people who use
 * it through the SDK. The clock stands where the test puts it.
 */
import { apiPrefix, type Blueprint, type Me, type Organization, type User } from '@tenantry/contract'
import { createClient, type Client } from '@tenantry/sdk'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { createApp, parseBlueprint, type App } from '../src/app.ts'
import type { Hasher } from '../src/platform/crypto/hashing.ts'
import { keysFrom } from '../src/platform/crypto/keys.ts'
import { createEgress } from '../src/platform/egress/fetch.ts'
import type { TextRecords } from '../src/platform/egress/records.ts'
import { LookupConnection } from '../src/platform/db/lookup.ts'
import { openPool } from '../src/platform/db/pool.ts'
import { serveConsole } from '../src/platform/http/console.ts'
import { createHttp } from '../src/platform/http/server.ts'
import { JobQueue } from '../src/platform/jobs/queue.ts'
import { createLogger, type Logger } from '../src/platform/log/logger.ts'
import { smtpTransport } from '../src/platform/mail/transport.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'
import { startMailbox, type Mailbox } from './mailbox.ts'
import { dropRowSecurity, wallsTakenOut } from './walls.ts'

/** Where links in mails lead; requests go to the port that was free. */
export const publicUrl = 'http://localhost:3000'
export const goodPassword = 'quiet-otter-lantern-93'

/** Somebody at a browser: a cookie jar, the typed client on it, and bare requests for what the client would not send. */
export interface Person {
  readonly api: Client
  cookie: string
  /** The cookie by which a browser is remembered. */
  device: string
  /** Any request to the API, below `/api/v1`, with the person's cookie. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
}
export interface Node {
  readonly now: () => Date
  readonly baseUrl: string
  readonly http: FastifyInstance
  readonly app: App
  person(): Person
  stop(): Promise<void>
}
/** A server that nobody has set up yet. */
export interface Bare extends Node {
  readonly database: TestDatabase
  readonly mailbox: Mailbox
  readonly blueprint: Blueprint
  /** Moves the clock; every node of this world sees it. */
  advance(milliseconds: number): void
  /** Another server process' worth of server on the same database (in this process). */
  secondNode(settings?: { smtp?: boolean }): Promise<Node>
}
export interface World extends Bare {
  /** The first administrator, set up through the one-time token. */
  readonly admin: Person & { me: Me }
  tenant(name: string): Promise<Organization>
  /** Invites by mail, reads the mail, accepts. */
  join(organization: string, email: string, role: string, by?: Person): Promise<Person & { me: Me; user: string }>
  user(organization: string, id: string): Promise<User>
}
export interface WorldOptions {
  readonly blueprint?: string
  /** False: no mail server, mails are kept. */
  readonly smtp?: boolean
  readonly publicUrl?: string
  readonly tenantDomain?: string
  readonly log?: Logger
  /** For tests that count what is hashed. */
  readonly hasher?: Hasher
  /** Hosts on loopback that the server may ask. */
  readonly privateHosts?: readonly string[]
  readonly records?: TextRecords
  /** For proofs that put something between stores and database, before the first connection is made. */
  readonly watch?: (pool: pg.Pool) => void
}

const blueprints = new URL('../../../blueprints/', import.meta.url)

export async function createBare({
  blueprint: name = 'backoffice',
  smtp = true,
  publicUrl: ownUrl = publicUrl,
  tenantDomain = new URL(ownUrl).hostname === 'localhost' ? 'localhost' : undefined,
  hasher,
  log = createLogger(process.env['LOG_LEVEL'] ?? 'error'), // a 500 is a bug: its stack belongs beside the failed test
  watch = () => undefined,
  privateHosts = [],
  records = () => Promise.resolve(null),
}: WorldOptions = {}): Promise<Bare> {
  const [database, mailbox] = await Promise.all([cloneDatabase(), startMailbox()])
  const takenOut = wallsTakenOut()
  if (takenOut) await dropRowSecurity(database)
  const file = new URL(`${name}.yaml`, blueprints)
  const blueprint = parseBlueprint(await readFile(file, 'utf8'), `${name}.yaml`)
  const keys = keysFrom(randomBytes(32))
  let offset = 0
  const now = () => new Date(Date.now() + offset)
  const nodes: Node[] = []

  async function startNode({ smtp: sends = smtp } = {}): Promise<Node> {
    const connection = database.as('tenantry_app')
    const fail = () => undefined // tests that break connections look at the answers
    const pool = openPool(connection, 10, fail)
    watch(pool)
    takenOut?.watch(pool)
    const lookups = new LookupConnection(connection, fail)
    const jobs = new JobQueue(connection, fail)
    const transport = sends
      ? smtpTransport({
          url: new URL(mailbox.url),
          from: () => Promise.resolve('"Backoffice" <no-reply@tenantry.test>'),
          domain: 'tenantry.test',
        })
      : undefined
    const http = await createHttp({
      log,
      ownOrigins: { has: (origin) => app.ownOrigins.has(origin) },
      https: false,
      trustedProxies: [],
      checkAnswers: true,
    })
    const egress = createEgress({ privateHosts, milliseconds: 1_500 })
    const app = createApp({
      egress,
      records,
      pool,
      lookup: lookups.run,
      jobs,
      keys,
      blueprint,
      publicUrl: new URL(ownUrl),
      tenantDomain,
      transport,
      now,
      ...(hasher && { hasher }),
    })
    await serveConsole(http, '/nowhere') // no console: an unknown address is refused like everything else
    app.mountOn(http)
    await jobs.start()
    await app.work()
    const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' })
    const node: Node = {
      now,
      baseUrl,
      http,
      app,
      person: () => personAt(baseUrl),
      async stop() {
        // Also connections of whoever was not waited for: they become idle only after the closing began.
        const closing = setInterval(() => http.server.closeIdleConnections(), 50)
        await http.close()
        clearInterval(closing)
        await app.rest()
        await jobs.stop()
        await lookups.close()
        await pool.end()
        await egress.close()
        transport?.close()
      },
    }
    nodes.push(node)
    return node
  }

  return {
    ...(await startNode()),
    database,
    mailbox,
    blueprint,
    advance: (milliseconds) => void (offset += milliseconds),
    secondNode: startNode,
    async stop() {
      for (const node of nodes.reverse()) await node.stop()
      await mailbox.stop()
      await database.drop()
    },
  }
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const bare = await createBare(options)
  const { mailbox } = bare
  const { setUpToken } = await bare.app.prepare()
  const admin = bare.person()
  const me = await admin.api.installation.setUp({
    token: setUpToken ?? '',
    email: 'root@example.com',
    firstName: 'Rosa',
    lastName: 'Root',
    password: goodPassword,
  })

  return {
    ...bare,
    admin: Object.assign(admin, { me }),
    tenant: (tenantName) =>
      admin.api.organizations.create({
        organization: me.organization.id,
        name: tenantName,
        ...(bare.blueprint.levels[1]?.code === 'required' && {
          code: tenantName
            .replaceAll(/[^A-Za-z0-9]+/g, '-')
            .replaceAll(/^-|-$/g, '')
            .toUpperCase(),
        }),
      }),
    async join(organization, email, role, by = admin) {
      await by.api.invitations.create({ organization, email, role })
      const { token } = await mailbox.next(email)
      const person = bare.person()
      const [firstName = 'Ada'] = email.split('@')
      const joined = await person.api.invitations.accept({
        token,
        firstName,
        lastName: 'Example',
        password: goodPassword,
      })
      return Object.assign(person, { me: joined, user: joined.id })
    },
    user: (organization, id) => admin.api.users.show({ organization, user: id }),
  }
}

export function personAt(baseUrl: string): Person {
  const remember = (answer: Response): Response => {
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      const [name = ''] = pair.split('=')
      if (name.endsWith('-known')) continue // each sign-in of a test is a stranger's, unless it says otherwise
      if (name.endsWith('-device')) person.device = pair
      else person.cookie = pair
    }
    return answer
  }
  const withCookie = (headers: HeadersInit | undefined) => {
    const all = new Headers(headers)
    const jar = [person.cookie, person.device].filter(Boolean).join('; ')
    if (jar) all.set('cookie', jar)
    return all
  }
  const person: Person = {
    cookie: '',
    device: '',
    api: createClient({
      baseUrl,
      fetch: async (input, init) => remember(await fetch(input, { ...init, headers: withCookie(init?.headers) })),
    }),
    send: async (method, path, body, headers = {}) => {
      const own = withCookie(headers)
      if (body !== undefined && !own.has('content-type')) own.set('content-type', 'application/json')
      const init: RequestInit = { method, headers: own }
      if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body)
      return remember(await fetch(`${baseUrl}${apiPrefix}${path}`, init))
    },
  }
  return person
}

/** The code of the refusal that a call ends in; fails when it does not end in one. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
    throw error
  }
  throw new Error('this should have been refused')
}
