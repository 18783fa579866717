/** Finds or starts the database, brings it up to date where we own it, and refuses one we must not use. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { queues } from './app.ts'
import { migrate, missingMigrations } from './platform/db/migrate.ts'
import { databaseOn, openPool, type Connection } from './platform/db/pool.ts'
import { databaseName, prepareCluster, wrongRole } from './platform/db/roles.ts'
import { isSameDatabase, wrongServer } from './platform/db/server.ts'
import { startEmbedded } from './platform/embedded/index.ts'
import { installQueues } from './platform/jobs/queue.ts'
import type { Logger } from './platform/log/logger.ts'

export interface RunningDatabase {
  /** For transactions and single statements. */
  readonly app: Connection
  /** For connections that keep what was set on them. */
  readonly direct: Connection
  /** Migrations that were missing and are there now. */
  readonly applied: readonly string[]
  stop(): Promise<void>
}
/** A sentence for whoever starts the server; nothing else is wrong. */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase'
}

export async function findDatabase(config: Config, log: Logger): Promise<RunningDatabase> {
  if (config.databaseUrl === undefined) return embedded(config, log)
  const owner = config.databaseOwnerUrl
  const applied = owner === undefined ? [] : await bringUp({ connectionString: owner }, log)
  const app = { connectionString: config.databaseUrl }
  const wrong = (await wrongServer(app)) ?? (await wrongRole(app)) ?? (await behind(app))
  if (wrong) throw new WrongDatabase(`DATABASE_URL: ${wrong}`)
  const direct = config.databaseDirectUrl === undefined ? app : { connectionString: config.databaseDirectUrl }
  const wrongDirect = direct === app ? undefined : await wrongWay(app, direct)
  if (wrongDirect) throw new WrongDatabase(`DATABASE_DIRECT_URL: ${wrongDirect}`)
  return { app, direct, applied, stop: async () => undefined }
}

/** What is looked up there decides; what is written is written by the other. */
async function wrongWay(app: Connection, direct: Connection): Promise<string | undefined> {
  const wrong = (await wrongServer(direct)) ?? (await wrongRole(direct))
  if (wrong) return wrong
  return (await isSameDatabase(app, direct)) ? undefined : 'It leads to another database than DATABASE_URL.'
}

async function embedded(config: Config, log: Logger): Promise<RunningDatabase> {
  const server = await startEmbedded({
    dataDir: join(config.data, 'database'),
    log: (line, facts) => log.info(facts ?? {}, line),
  })
  try {
    await prepareCluster(server.connection(server.superuser, 'postgres'))
    const applied = await bringUp(server.connection('tenantry_owner', databaseName), log)
    const app = server.connection('tenantry_app', databaseName)
    return { app, direct: app, applied, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** As the owner: migrations, then queues. */
export async function bringUp(owner: Connection, log: Logger): Promise<readonly string[]> {
  const applied = await migrate(owner)
  if (applied.length) log.info({ migrations: applied }, 'database migrated')
  await installQueues(owner, queues)
  return applied
}

async function behind(app: Connection): Promise<string | undefined> {
  const pool = openPool(app, 1, () => undefined) // the query below reports what is wrong
  try {
    const missing = await missingMigrations(databaseOn(pool))
    return missing.length
      ? `the database lacks ${missing.length} migrations; start once with DATABASE_OWNER_URL, the owner's address.`
      : undefined
  } finally {
    await pool.end()
  }
}
