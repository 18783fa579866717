/** A whole installation for a test file: a server with its own database, a mail server, a browser, and people who use them. */
import type { Organization } from '@tenantry/contract'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { readConfig } from '../../server/src/config.ts'
import { createLogger } from '../../server/src/platform/log/logger.ts'
import { startServer } from '../../server/src/server.ts'
import { cloneDatabase } from '../../server/test/database.ts'
import { startMailbox, type Mailbox } from '../../server/test/mailbox.ts'
import { freePort, urlOf } from '../../server/test/processes.ts'
import { goodPassword, personAt, type Person } from '../../server/test/world.ts'
import { clearAway } from './seats.ts'
import { openVisit, type Visit, type VisitOptions } from './visit.ts'

export { goodPassword }

/** Somebody with an account: acts over the API, and can be seated at a browser. */
export interface Somebody extends Person {
  readonly email: string
  readonly user: string
  readonly organization: string
}
export interface Names {
  readonly firstName: string
  readonly lastName: string
}
export interface Bare {
  readonly address: string
  readonly setUpLink: string
  readonly mailbox: Mailbox
  /** As superuser, past every wall: for what would take days or hundreds of clicks. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** A browser of one's own; signed in already when somebody is given. */
  visit(who?: Person, options?: VisitOptions): Promise<Visit>
  /** Somebody without a browser: over the API only. */
  person(): Person
  /** Ends what people have open; the faults that nobody expected. With the name of a failed test pages are photographed. */
  leave(failed?: string): Promise<string[]>
  stop(): Promise<void>
}
export interface Installation extends Bare {
  readonly root: Somebody
  tenant(name: string): Promise<Organization>
  /** Invited by a real mail, and joined. */
  join(organization: string, email: string, role: string, names?: Partial<Names>): Promise<Somebody>
}

const built = fileURLToPath(new URL('../dist/index.html', import.meta.url))

/**
 * One installation for the tests of a file, started before the first and told by the function that this answers with.
 * A test fails when a browser met an error, a refusal or a foreign address that it did not say it expects.
 */
export function during<I extends Bare>(start: () => Promise<I>): () => I {
  let running: I | undefined
  beforeAll(async () => void (running = await start()))
  afterEach(async ({ task }) => {
    const faults = (await running?.leave(task.result?.state === 'fail' ? task.name : undefined)) ?? []
    if (faults.length) throw new Error(`The browser met what nobody expected:\n${faults.join('\n')}`)
  })
  afterAll(() => running?.stop())
  return () => {
    if (!running) throw new Error('The installation runs during tests only.')
    return running
  }
}

/** A server that nobody has set up yet. */
export async function startBare(blueprint = 'backoffice', environment: Record<string, string> = {}): Promise<Bare> {
  if (!existsSync(built)) throw new Error('The console is not built: run "npm run build -w apps/console" first.')
  const [mailbox, port, database] = await Promise.all([startMailbox(), freePort(), cloneDatabase()])
  const config = readConfig([], {
    PORT: String(port),
    DATABASE_URL: urlOf(database),
    SECRET_KEY: randomBytes(32).toString('base64'),
    SMTP_URL: mailbox.url,
    OPS_PORT: '0',
    BLUEPRINT: blueprint,
    ...environment,
  })
  const server = await startServer(config, createLogger(process.env['LOG_LEVEL'] ?? 'error'))
  const visits = new Set<Visit>()
  return {
    address: server.address,
    setUpLink: server.setUpLink ?? '',
    mailbox,
    person: () => personAt(server.address),
    query: (text, values) => database.query(text, values),
    async visit(who, options = {}) {
      const visit = await openVisit(server.address, who?.cookie, options)
      visits.add(visit)
      return visit
    },
    async leave(failed) {
      const faults = await Promise.all([...visits].map((visit) => visit.close(failed)))
      visits.clear()
      return faults.flat()
    },
    async stop() {
      await clearAway(server.address)
      await server.stop()
      await mailbox.stop()
      await database.drop()
    },
  }
}

export async function startInstallation(
  blueprint?: string,
  environment?: Record<string, string>,
): Promise<Installation> {
  const bare = await startBare(blueprint, environment)
  const person = bare.person()
  const me = await person.api.installation.setUp({
    token: bare.setUpLink.split('#')[1] ?? '',
    email: 'rosa@example.com',
    firstName: 'Rosa',
    lastName: 'Root',
    password: goodPassword,
  })
  const root = Object.assign(person, { email: me.email, user: me.id, organization: me.organization.id })
  return {
    ...bare,
    root,
    tenant: (name) => root.api.organizations.create({ organization: root.organization, name }),
    async join(organization, email, role, { firstName = capital(email), lastName = 'Example' } = {}) {
      await root.api.invitations.create({ organization, email, role })
      const { token } = await bare.mailbox.next(email)
      const somebody = bare.person()
      const { id } = await somebody.api.invitations.accept({ token, firstName, lastName, password: goodPassword })
      return Object.assign(somebody, { email, user: id, organization })
    },
  }
}

/** "Ada" for ada@example.com. */
const capital = (email: string) => email.charAt(0).toUpperCase() + email.slice(1, email.indexOf('@'))
