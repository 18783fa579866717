/**
 * A data folder with a large installation in it: `node bench/seed.ts [users]`, 1,000,000 unless said otherwise. Kept
 * under the system's temporary folder by schema, rows and size, so that the next run finds it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startServer } from '../apps/server/src/server.ts'
import { readConfig } from '../apps/server/src/config.ts'
import { databaseName } from '../apps/server/src/platform/db/roles.ts'
import { startEmbedded, type EmbeddedPostgres } from '../apps/server/src/platform/embedded/index.ts'
import { createLogger } from '../apps/server/src/platform/log/logger.ts'
import { statements, type Sizes } from './seed-rows.ts'

export interface Seeded {
  readonly folder: string
  readonly sizes: Sizes
  /** Seconds it took; 0 when an earlier run had left it. */
  readonly seconds: number
}
export const sizesFor = (users: number): Sizes => ({
  users,
  tenants: Math.max(400, Math.round(users / 10_000) * 100),
  largest: Math.round(users / 10),
  sessions: users,
  invitations: 10_000,
  events: Math.max(10_000, Math.round(users / 10)),
})

export async function seeded(users: number, say: (line: string) => void): Promise<Seeded> {
  const folder = join(tmpdir(), `tenantry-bench-${digest()}-${users}`)
  const sizes = sizesFor(users)
  const done = join(folder, 'seeded')
  if (existsSync(done)) return { folder, sizes, seconds: 0 }
  rmSync(folder, { recursive: true, force: true }) // of a run that was interrupted
  forgetOthers(users)
  const begin = performance.now()
  // The server itself makes the schema, the top of the tree and the roles.
  const log = createLogger('warn')
  await (await startServer(readConfig(['--data', folder, '--port', '0'], {}), log)).stop()
  const database = await startDatabase(folder)
  try {
    await fill(database, sizes, say)
  } finally {
    await database.stop()
  }
  const seconds = (performance.now() - begin) / 1000
  writeFileSync(done, `${seconds.toFixed(0)} s\n`)
  return { folder, sizes, seconds }
}

/** Data of an older schema is of no use to anybody and takes gigabytes; what another run is using stays. */
function forgetOthers(users: number): void {
  const others = new RegExp(`^tenantry-bench-[0-9a-f]{12}-${users}$`)
  for (const name of readdirSync(tmpdir()).filter((it) => others.test(it))) {
    const used = existsSync(join(tmpdir(), name, 'database/cluster/postmaster.pid'))
    if (!used) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

/** The PostgreSQL that comes along, on the data of a server that is not running. */
export const startDatabase = (folder: string): Promise<EmbeddedPostgres> =>
  startEmbedded({ dataDir: join(folder, 'database'), log: () => undefined })

/** Whatever decides about the rows: the migrations and the seeder. */
function digest(): string {
  const hash = createHash('sha256')
  const migrations = new URL('../apps/server/migrations/', import.meta.url)
  const files = readdirSync(migrations).filter((it) => /^\d{4}-/.test(it))
  for (const name of files.sort()) hash.update(readFileSync(new URL(name, migrations)))
  for (const name of ['./seed.ts', './seed-rows.ts', './names.ts', '../blueprints/backoffice.yaml'])
    hash.update(readFileSync(new URL(name, import.meta.url)))
  return hash.digest('hex').slice(0, 12)
}

async function fill(database: EmbeddedPostgres, sizes: Sizes, say: (line: string) => void): Promise<void> {
  const client = new pg.Client(database.connection(database.superuser, databaseName))
  await client.connect()
  const timed = async (what: string, text: string, values?: unknown[]) => {
    const begin = performance.now()
    await client.query(text, values)
    say(`${what.padEnd(24)} ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  }
  try {
    // No foreign keys checked, no triggers: the rows are right as they are made (users.role is written as the trigger
    // would). A crash costs this folder alone.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off;
      set maintenance_work_mem = '1GB'; set work_mem = '512MB'; set max_parallel_maintenance_workers = 2`)
    const { rows } = await client.query<{ name: string; text: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index
       where indrelid = any('{identities,users,grants,user_activity,sessions,invitations}'::regclass[])
         and not exists (select from pg_constraint where conindid = indexrelid)`,
    )
    await client.query(`drop index ${rows.map((row) => row.name).join(', ')}`)
    for (const { what, text, values } of statements(sizes)) await timed(what, text, values)
    for (const { name, text } of rows) await timed(name, text)
    await client.query('update installation set set_up_at = now(), set_up_token_hash = null')
    await timed('vacuum analyze', 'vacuum (analyze, freeze)')
    await timed('checkpoint', 'checkpoint')
  } finally {
    await client.end()
  }
}

if (import.meta.main) {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const { folder, seconds } = await seeded(Number(process.argv[2] ?? 1_000_000), say)
  say(seconds ? `seeded in ${seconds.toFixed(0)} s: ${folder}` : `there already: ${folder}`)
}
