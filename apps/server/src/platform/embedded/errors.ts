/** Another living server works with the same data folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'

  constructor(dataDir: string, holder: number | undefined) {
    const who = holder === undefined ? 'another Tenantry' : `another Tenantry (process ${holder})`
    super(`${who} already uses the data folder ${dataDir}`)
  }
}

/** The PostgreSQL that comes along cannot run on this machine; the message is one sentence and names the way out. */
export class NoEmbeddedPostgres extends Error {
  override readonly name = 'NoEmbeddedPostgres'

  constructor(reason: string, options?: ErrorOptions) {
    super(`the embedded PostgreSQL cannot run here (${reason}): set DATABASE_URL to a PostgreSQL 15 or later`, options)
  }
}

/** PostgreSQL runs and does not come to the point where it takes connections. */
export class DatabaseNotReady extends Error {
  override readonly name = 'DatabaseNotReady'

  constructor(folder: string, seconds: number, last: string, log: string) {
    super(`the PostgreSQL in ${folder} takes no connections after ${seconds} seconds (${last}); its log is ${log}`)
  }
}

/** The code of a system, driver or SQLSTATE error; undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
