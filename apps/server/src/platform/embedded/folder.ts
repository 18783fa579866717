import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Where everything of one database lives. The folder belongs to the database alone; other data has no place in it. */
export interface Folder {
  base: string
  /** PGDATA */
  cluster: string
  /** settings of ours, included by the cluster's postgresql.conf */
  settings: string
  links: string
  runtime: string
  log: string
  /** in the title of every process of this cluster: who may not read /proc/PID/cwd (root in Docker) still knows them */
  mark: string
}

export interface Owner {
  uid: number
  gid: number
}

export function layout(base: string): Folder {
  return {
    base,
    cluster: join(base, 'cluster'),
    settings: join(base, 'tenantry.conf'),
    links: join(base, 'lib'),
    runtime: join(base, 'runtime'),
    log: join(base, 'postgres.log'),
    mark: `tenantry-${hashOf(base)}`,
  }
}

export function hashOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16)
}

/** Creates the folder where it is missing; the answer is its real path, so that two spellings are one folder. */
export function makeFolder(path: string): string {
  // Parents stay open to traversal: the database may run as another user (account.ts).
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return realpathSync(path)
}

const ours = new RegExp(
  '^(cluster(\\.new-.*|-start\\.log)?|password|tenantry\\.conf|lib|run|runtime(\\.new)?|postgres\\.log(\\.1)?|' +
    'lock(-journal)?|server\\.pid|moved-to)$',
)

/**
 * Lets the account PostgreSQL runs as pass through the folder, which stays root's: root writes here and must not do so in
 * a folder of an unprivileged user. A folder that holds other things than ours is left alone, for a mistyped path may be
 * somebody's home.
 */
export function letThrough(base: string, owner: Owner | undefined): void {
  if (!readdirSync(base).every((name) => ours.test(name))) return
  const wanted = owner ? 0o711 : 0o700
  if ((lstatSync(base).mode & 0o777) !== wanted) chmodSync(base, wanted)
}

/** The longest path of a socket that every system takes (Linux 107 bytes, macOS 103). */
const longestSocket = 103

/** A folder of mode 0700 for the socket, one per data folder: within it, or under /tmp where that path is too long. */
export function socketFolder(base: string, owner: Owner | undefined): string {
  const fits = (folder: string) => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= longestSocket
  const name = `tenantry-${hashOf(base)}`
  const folder = [join(base, 'run'), join(tmpdir(), name)].find(fits) ?? join('/tmp', name)
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  const found = lstatSync(folder)
  const mine = process.getuid?.()
  const trusted = mine === undefined || mine === 0 || found.uid === mine
  const foreign = mine === 0 && ![0, owner?.uid].includes(found.uid) && !folder.startsWith(base)
  // /tmp is everybody's: a folder or a link that somebody else put there would hand them every password.
  if (!found.isDirectory() || !trusted || foreign) throw new Error(`the socket folder ${folder} is somebody else's`)
  if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
  const { uid, gid } = owner ?? { uid: found.uid, gid: found.gid }
  if (mine === 0 && found.uid !== uid) chownSync(folder, uid, gid)
  return folder
}
