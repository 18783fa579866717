/**
 * The three database roles. The server connects as tenantry_app, which owns nothing and cannot pass row security;
 * tenantry_owner owns the tables and runs migrations; tenantry_reader may only select and cannot log in.
 */
import pg from 'pg'
import { openClient, type Connection } from './pool.ts'

export const databaseName = 'tenantry'
const roles = [
  ['tenantry_owner', 'login inherit'],
  // noinherit: what tenantry_reader may do is had only by saying "set role".
  ['tenantry_app', 'login noinherit'],
  ['tenantry_reader', 'nologin'],
] as const

/** Creates roles and database where they are missing. `admin` is a superuser or has CREATEROLE and CREATEDB. */
export async function prepareCluster(admin: Connection, database = databaseName): Promise<void> {
  const client = openClient(admin)
  await client.connect()
  try {
    for (const [name, login] of roles) {
      await client.query(`do $$ begin create role ${name}; exception when duplicate_object then null; end $$`)
      await client.query(`alter role ${name} ${login} nosuperuser nobypassrls nocreaterole nocreatedb`)
    }
    await client.query('grant tenantry_reader to tenantry_owner, tenantry_app')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(database)} owner tenantry_owner`)
  } finally {
    await client.end()
  }
}

/** Refuses a connection whose role could pass the wall. One sentence, or nothing. */
export async function wrongRole(app: Connection): Promise<string | undefined> {
  const client = openClient(app)
  await client.connect()
  try {
    // Also what it may become by "set role".
    const { rows } = await client.query<{ name: string; passes: boolean; owns: boolean }>(
      `select current_user as name, bool_or(rolsuper or rolbypassrls) as passes,
         bool_or(exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace)) as owns
       from pg_roles r where pg_has_role(current_user, r.oid, 'MEMBER')`,
    )
    const role = rows[0]
    if (!role) return 'The database does not say which role this is.'
    if (role.passes) return `The database role "${role.name}" can pass row security; connect as tenantry_app.`
    if (role.owns) return `The database role "${role.name}" owns the tables; connect as tenantry_app.`
    return undefined
  } finally {
    await client.end()
  }
}
