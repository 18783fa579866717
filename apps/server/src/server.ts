/** One server process: everything that runs, in the order in which it is started and, backwards, stopped. */
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import type { Blueprint } from '@tenantry/contract'
import { fileURLToPath } from 'node:url'
import { createApp, inForce, parseBlueprint, type App } from './app.ts'
import { WrongConfig, type Config } from './config.ts'
import { findDatabase } from './database.ts'
import { keysFrom } from './platform/crypto/keys.ts'
import { secretIn } from './platform/crypto/keyfile.ts'
import { yieldWhileHashing } from './platform/crypto/yielding.ts'
import { createEgress } from './platform/egress/fetch.ts'
import { LookupConnection } from './platform/db/lookup.ts'
import { databaseOn, openPool } from './platform/db/pool.ts'
import { serveConsole } from './platform/http/console.ts'
import { cookieFor } from './platform/http/cookie.ts'
import { answerHealth, everybodyLeft, type Health } from './platform/http/health.ts'
import { describeApi } from './platform/http/openapi.ts'
import { createOperations } from './platform/http/operations.ts'
import { createHttp } from './platform/http/server.ts'
import { JobQueue } from './platform/jobs/queue.ts'
import { makePartitions } from './platform/jobs/sweep.ts'
import type { Logger } from './platform/log/logger.ts'
import { smtpTransport } from './platform/mail/transport.ts'
import { tidyWhenIdle } from './platform/memory.ts'
import { createMetrics } from './platform/observe/metrics.ts'

const blueprints = new URL('../../../blueprints/', import.meta.url)
const consoleFolder = fileURLToPath(new URL('../../console/dist/', import.meta.url))

export interface RunningServer {
  readonly app: App
  readonly address: string
  readonly setUpLink: string | null
  readonly mailboxAddress: string | null
  readonly metricsAddress: string
  stop(): Promise<void>
}

export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const stops: (() => unknown)[] = []
  const stop = async () => {
    const failures: unknown[] = []
    for (const step of stops.splice(0).reverse()) {
      try {
        await step()
      } catch (error) {
        failures.push(error) // what was started before it is stopped all the same
      }
    }
    if (failures.length) throw new AggregateError(failures, 'the server did not stop cleanly')
  }
  try {
    return { ...(await start(config, log, stops)), stop }
  } catch (error) {
    await stop().catch((failure: unknown) => log.error({ err: failure }, 'a failed start did not stop cleanly'))
    throw error
  }
}

async function start(given: Config, log: Logger, stops: (() => unknown)[]): Promise<Omit<RunningServer, 'stop'>> {
  const config = await withPort(given)
  const blueprint = await readBlueprint(config.blueprint)
  const keys = keysFrom(config.secretKey ?? (await secretIn(config.data)))
  const database = await findDatabase(config, log)
  stops.push(() => database.stop())

  const warn = (what: string) => (error: unknown) => log.warn({ err: error }, what)
  const pool = openPool(database.app, 20, warn('database connection lost'))
  stops.push(() => pool.end())
  const lookups = new LookupConnection(database.direct, warn('look-up connection lost'))
  stops.push(() => lookups.close())
  const jobs = new JobQueue(database.direct, warn('job queue'))
  const transport =
    config.smtpUrl &&
    smtpTransport({
      url: config.smtpUrl,
      domain: config.publicUrl.hostname,
      from: async () => config.mailFrom ?? defaultFrom(config, await inForce(lookups.run)),
    })
  if (transport) stops.push(() => transport.close())

  const egress = createEgress({ privateHosts: config.privateHosts })
  stops.push(() => egress.close())
  const { publicUrl } = config
  const onTrouble = (error: unknown) => log.warn({ err: error }, 'left undone after everybody was answered')
  const app = createApp({
    egress,
    pool,
    lookup: lookups.run,
    jobs,
    keys,
    blueprint,
    publicUrl,
    tenantDomain: config.tenantDomain,
    transport,
    onTrouble,
  })
  await makePartitions(databaseOn(pool), new Date())
  const prepared = await app.prepare()
  if (prepared.applied) log.info({ blueprint: blueprint.name }, 'blueprint applied')

  const health: Health = {
    started: false,
    stopping: false,
    databaseAnswers: () => answersWithin(() => pool.query('select 1'), 2_000),
  }
  const metrics = createMetrics()
  stops.push(() => metrics.close())
  metrics.gauge('database_pool_waiting', 'Transactions waiting for a connection', () => pool.waitingCount)

  const http = await createHttp({
    log,
    ownOrigins: app.ownOrigins,
    https: publicUrl.protocol === 'https:',
    trustedProxies: config.trustedProxies,
    checkAnswers: false,
  })
  metrics.watch(http)
  answerHealth(http, health)
  await describeApi(http, (await inForce(lookups.run)).product, cookieFor(publicUrl).name)
  await serveConsole(http, consoleFolder)
  app.mountOn(http)
  const operations = createOperations({ metrics: () => metrics.text(), mailbox: app.mailbox })
  const metricsBase = await operations.http.listen({ port: config.opsPort, host: '127.0.0.1' })
  stops.push(() => operations.http.close())

  await jobs.start()
  stops.push(() => jobs.stop())
  await app.work()
  stops.push(() => app.rest())
  await http.listen({ port: config.port, host: config.host })
  // First of all on the way down: not ready, every answer ends its connection, then no new ones; those under way are answered.
  stops.push(async () => {
    health.stopping = true
    await everybodyLeft(http)
    await http.close()
  })
  yieldWhileHashing(warn('hashing passwords yields to nothing else'))
  health.started = true
  stops.push(tidyWhenIdle())

  const address = publicUrl.href.replace(/\/$/, '')
  return {
    app,
    address,
    setUpLink: prepared.setUpToken && `${address}/set-up#${prepared.setUpToken}`,
    mailboxAddress: operations.mailboxPath && `${metricsBase}${operations.mailboxPath}`,
    metricsAddress: `${metricsBase}/metrics`,
  }
}

/** Port 0 is any free one; which, must be known before links are built from it. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const probe = createServer()
  probe.listen(0, config.host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  const publicUrl = new URL(config.publicUrl)
  if (publicUrl.port === '0') publicUrl.port = String(port)
  return { ...config, port, publicUrl }
}

/** A name is one of the blueprints that come along; anything with a slash or an ending is a file. */
async function readBlueprint(name: string): Promise<Blueprint> {
  const file = /[./]/.test(name) ? name : fileURLToPath(new URL(`${name}.yaml`, blueprints))
  const text = await readFile(file, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error
    const names = (await readdir(blueprints)).flatMap((it) => (it.endsWith('.yaml') ? [it.slice(0, -5)] : []))
    throw new WrongConfig(
      '--blueprint (BLUEPRINT)',
      `the name of a blueprint that comes along (${names.sort().join(', ')}) or a path to a file; there is no file ${file}`,
    )
  })
  return parseBlueprint(text, file)
}
const defaultFrom = ({ publicUrl }: Config, { product }: Blueprint) =>
  `"${product.replace(/["\\]/g, '')}" <no-reply@${publicUrl.hostname}>`

const answersWithin = (ask: () => Promise<unknown>, limit: number): Promise<boolean> =>
  Promise.race([
    ask().then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, limit, false).unref()),
  ])
