/** An address is looked at before anything is read there that decides. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbedded } from '../embedded/index.ts'
import { isSameDatabase, wrongServer } from './server.ts'

test('a replica is told from a server that is written to, and another database from the same one', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenantry-replica-'))
  const log = () => undefined
  try {
    const db = await startEmbedded({ dataDir, log })
    const connection = db.connection(db.superuser, 'postgres')
    expect(await wrongServer(connection)).toBeUndefined()
    expect(await isSameDatabase(connection, connection)).toBe(true)
    expect(await isSameDatabase(connection, db.connection(db.superuser, 'template1'))).toBe(false)
    await db.stop()
    await writeFile(join(dataDir, 'cluster', 'standby.signal'), '')
    const replica = await startEmbedded({ dataDir, log })
    expect(await wrongServer(replica.connection(replica.superuser, 'postgres'))).toContain('is a replica')
    await replica.stop()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}, 60_000)
