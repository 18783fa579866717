/** Once per test run: a real PostgreSQL, and in it a migrated template that every test file clones. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { bringUp } from '../src/database.ts'
import { prepareCluster } from '../src/platform/db/roles.ts'
import { startEmbedded } from '../src/platform/embedded/index.ts'
import { createLogger } from '../src/platform/log/logger.ts'

export interface TestCluster {
  readonly host: string
  readonly port: number
  readonly password: string | undefined
}
declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster
  }
}
export const templateName = 'tenantry_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-test-'))
  const server = await startEmbedded({ dataDir: folder, log: () => undefined })
  const { host, port, password } = server.connection(server.superuser, 'postgres')
  project.provide('cluster', { host, port, password })
  await forget({ host, port, password, user: server.superuser, database: 'postgres' })
  await prepareCluster({ host, port, password, user: server.superuser, database: 'postgres' }, templateName)
  await bringUp(server.connection('tenantry_owner', templateName), createLogger('silent'))
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The cluster ends with the run: nothing of it need reach the disk. What has to survive a crash is proved on clusters of its own. */
async function forget(superuser: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(superuser)
  await client.connect()
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    await client.query(`alter system set ${setting} = off`)
  }
  await client.query('select pg_reload_conf()')
  await client.end()
}
