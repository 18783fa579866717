/** Finds or starts the database, brings it up to date where we own it, and refuses one we must not use. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { queues } from './app.ts'
import { migrate, missingMigrations } from './platform/db/migrate.ts'
import { databaseOn, openPool, type Connection } from './platform/db/pool.ts'
import { databaseName, prepareCluster, wrongRole } from './platform/db/roles.ts'
import { startEmbedded } from './platform/embedded/index.ts'
import { installQueues } from './platform/jobs/queue.ts'
import type { Logger } from './platform/log/logger.ts'

export interface RunningDatabase {
  readonly app: Connection
  stop(): Promise<void>
}
/** A sentence for whoever starts the server; nothing else is wrong. */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase'
}

export async function findDatabase(config: Config, log: Logger): Promise<RunningDatabase> {
  if (config.databaseUrl === undefined) return embedded(config, log)
  if (config.databaseOwnerUrl !== undefined) await bringUp({ connectionString: config.databaseOwnerUrl }, log)
  const app = { connectionString: config.databaseUrl }
  const wrong = (await wrongRole(app)) ?? (await behind(app))
  if (wrong) throw new WrongDatabase(`DATABASE_URL: ${wrong}`)
  return { app, stop: async () => undefined }
}

async function embedded(config: Config, log: Logger): Promise<RunningDatabase> {
  const server = await startEmbedded({
    dataDir: join(config.data, 'database'),
    log: (line, facts) => log.info(facts ?? {}, line),
  })
  try {
    await prepareCluster(server.connection(server.superuser, 'postgres'))
    await bringUp(server.connection('tenantry_owner', databaseName), log)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { app: server.connection('tenantry_app', databaseName), stop: () => server.stop() }
}

/** As the owner: migrations, then queues. */
export async function bringUp(owner: Connection, log: Logger): Promise<void> {
  const applied = await migrate(owner)
  if (applied.length) log.info({ migrations: applied }, 'database migrated')
  await installQueues(owner, queues)
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
