/** Brings a database up to the newest migration, as its owner. Each file is one transaction; a killed run can be run again. */
import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import { openPool, type Connection, type Database } from './pool.ts'

const folder = new URL('../../../migrations/', import.meta.url)

/** Plain SQL files, `NNNN-feature-what.sql`, in the order of their names. */
const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name))
    const read = async (name: string): Promise<[string, Migration]> => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return [name.replace('.sql', ''), { up: async (db) => void (await sql.raw(text).execute(db)) }]
    }
    return Object.fromEntries(await Promise.all(names.map(read)))
  },
}

/** Applies what is missing; the names of the migrations applied now. `owner` connects as tenantry_owner. */
export async function migrate(owner: Connection): Promise<string[]> {
  const pool = openPool(owner, 1, () => undefined) // a failing statement reports itself
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await sql`set statement_timeout = 0`.execute(db)
    const { error, results } = await new Migrator({ db, provider: sqlFiles }).migrateToLatest()
    if (error) throw error instanceof Error ? error : new Error('migration failed', { cause: error })
    return (results ?? []).filter((it) => it.status === 'Success').map((it) => it.migrationName)
  } finally {
    await db.destroy()
  }
}

/** Migrations that the files know and this database has not seen; read as the server's own role. */
export async function missingMigrations(db: Database): Promise<string[]> {
  const known = Object.keys(await sqlFiles.getMigrations())
  const { rows: tables } = await sql<{
    there: boolean
  }>`select to_regclass('public.kysely_migration') is not null as there`.execute(db)
  if (!tables[0]?.there) return known
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const done = new Set(rows.map((row) => row.name))
  return known.filter((name) => !done.has(name))
}
