import { passwordOf, superuser, windows } from './cluster.ts'
import { supervise, type Options } from './supervisor.ts'

export { DatabaseNotReady, FolderInUse, NoEmbeddedPostgres } from './errors.ts'

/** The PostgreSQL that comes along, running as a child of this process. */
export interface EmbeddedPostgres {
  /**
   * Parts of a pg ClientConfig for a role and a database: a unix socket in a folder that only this user may enter, so
   * without a password. On Windows TCP on 127.0.0.1: a role must be created with the password given here.
   */
  connection(user: string, database: string): Connection
  readonly superuser: string
  /** of the current postmaster */
  readonly pid: number
  /** Fast, clean shutdown; resolves when the postmaster is gone. Connections still open are ended by it. */
  stop(): Promise<void>
}

export interface Connection {
  host: string
  port: number
  user: string
  database: string
  password?: string
}

/**
 * Starts the database of a data folder, which is made where it is missing and belongs to the database alone. Until
 * stop() it is started again whenever it dies; `onRestart` is called when it takes connections again.
 *
 * @throws FolderInUse where another living server has the folder
 * @throws DatabaseNotReady where it runs but takes no connections within `startWithin`
 * @throws NoEmbeddedPostgres where no PostgreSQL can run on this machine
 */
export async function startEmbedded(options: Options): Promise<EmbeddedPostgres> {
  const supervisor = await supervise(options)
  const { host, port } = supervisor.address
  return {
    connection(user, database) {
      const parts = { host, port, user, database }
      return windows ? { ...parts, password: passwordOf(supervisor.home.folder, user) } : parts
    },
    superuser,
    get pid() {
      return supervisor.pid
    },
    stop: () => supervisor.stop(),
  }
}
