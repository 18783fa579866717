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

const settings = {
  // The cluster ends with the run: nothing of it need reach the disk. What has to survive a crash is proved on clusters of its own.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  // Some test files run two or three servers of 18 connections each, and as many files as there are workers run at once.
  max_connections: '400',
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-test-'))
  const server = await startEmbedded({ dataDir: folder, log: () => undefined, settings })
  const { host, port, password } = server.connection(server.superuser, 'postgres')
  project.provide('cluster', { host, port, password })
  await prepareCluster({ host, port, password, user: server.superuser, database: 'postgres' }, templateName)
  await bringUp(server.connection('tenantry_owner', templateName), createLogger('silent'))
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
