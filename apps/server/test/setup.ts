/** Once per test run: a real PostgreSQL, and in it a migrated template that every test file clones. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  await prepareCluster({ host, port, password, user: server.superuser, database: 'postgres' }, templateName)
  await bringUp(server.connection('tenantry_owner', templateName), createLogger('silent'))
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
