/** The seeded installation while benchmarks run on it: its database is ours, servers come and go in processes of their own. */
import pg from 'pg'
import type { Connection } from '../apps/server/src/platform/db/pool.ts'
import { databaseName } from '../apps/server/src/platform/db/roles.ts'
import type { Told } from './figures.ts'
import { serve, type Served } from './processes.ts'
import { seeded, startDatabase, type Seeded } from './seed.ts'

export interface Installation extends Seeded {
  /** Past every wall: for baselines, plans and positions deep in a list. */
  readonly admin: pg.Client
  /** As the server connects. */
  readonly app: Connection
  serve(flags?: string[], more?: Record<string, string>): Promise<Served>
}

export interface Opened extends Installation {
  close(): Promise<void>
}
export async function openInstallation(users: number, say: (line: string) => void): Promise<Opened> {
  const seed = await seeded(users, say)
  const database = await startDatabase(seed.folder)
  const admin = new pg.Client(database.connection(database.superuser, databaseName))
  const close = async () => {
    await admin.end()
    await database.stop()
  }
  try {
    await admin.connect()
    await admin.query(warm)
  } catch (error) {
    await close()
    throw error
  }
  const app = database.connection('tenantry_app', databaseName)
  const url = new URL(`postgresql://${app.user}@localhost:${app.port}/${app.database}`)
  url.searchParams.set('host', app.host)
  if (app.password) url.password = app.password
  const env = { DATABASE_URL: url.href, DATA: seed.folder }
  return {
    ...seed,
    admin,
    app,
    close,
    serve: (flags = [], more = {}) => serve('../apps/server/src/main.ts', { env: { ...env, ...more }, flags }),
  }
}

/** A cold start reads slowly; what is measured here is a server that has run for a while. */
const warm = `create extension if not exists pg_prewarm;
  select pg_prewarm(c.oid, 'read') from pg_class c
  where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace and relname !~ '^events'`

export interface Bench {
  readonly id: string
  run(context: Context): Promise<Told>
}
export interface Context {
  readonly say: (line: string) => void
  /** The large installation; seeded and started for the first benchmark that asks. */
  readonly installation: () => Promise<Installation>
}
