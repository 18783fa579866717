import { execFile } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  lchownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NoEmbeddedPostgres } from './errors.ts'
import { hashOf, layout, letThrough, makeFolder, type Folder, type Owner } from './folder.ts'
import { binary, copyRuntime, withLibraries, type Runtime } from './runtime.ts'

/** As whom PostgreSQL runs: it refuses root, and containers and CI often are root. */
export interface Account {
  name: string
  /** undefined: whoever we are */
  owner?: Owner
  /** for spawn */
  ids: { uid?: number; gid?: number }
  /** put in front of a command */
  prefix: string[]
}

export interface Home {
  folder: Folder
  account: Account
  runtime: Runtime
}

const run = promisify(execFile)
const systemFolder = '/var/lib/tenantry'

/** Finds the folder, the account and the runtime that work together; each is tried before it is believed. */
export async function settle(dataDir: string, found: Runtime, log: (line: string) => void): Promise<Home> {
  const folder = layout(movedTo(dataDir) ?? dataDir)
  const runtime = () => withLibraries(found, folder.links, folder.runtime)
  if (process.getuid?.() !== 0) {
    const account: Account = { name: currentUser(), ids: {}, prefix: [] }
    const home = { folder, account, runtime: runtime() }
    const problem = await probe(home)
    if (problem) throw new NoEmbeddedPostgres(problem)
    return home
  }
  const problems: string[] = []
  const users = usersFor(folder)
  for (const account of [...users, ...namespaces()]) {
    const home = { folder, account, runtime: runtime() }
    letThrough(folder.base, account.owner)
    const problem = await probe(home)
    if (!problem) return home
    problems.push(`${account.name}: ${problem}`)
  }
  // Nothing can be run where it lies. The data may move only as long as there is none.
  const bases = existsSync(folder.cluster) ? [folder.base] : [folder.base, join(systemFolder, hashOf(dataDir))]
  for (const base of bases) {
    for (const account of users) {
      if (base !== folder.base) makeFolder(base)
      const home = { folder: layout(base), account, runtime: found }
      letThrough(base, account.owner)
      if (!(await reaches(home))) continue
      home.runtime = copyRuntime(found, home.folder.runtime)
      const problem = await probe(home)
      if (problem) {
        problems.push(`${account.name} with a copy: ${problem}`)
        continue
      }
      if (base !== folder.base) {
        writeFileSync(join(dataDir, 'moved-to'), `${base}\n`)
        log(`the user ${account.name} cannot reach ${dataDir}: the database is kept in ${base}`)
      }
      return home
    }
  }
  throw new NoEmbeddedPostgres(problems.join('; '))
}

const root: Owner = { uid: 0, gid: 0 }

/** An earlier start may have had to keep the data elsewhere; that stays, whatever would work today. */
function movedTo(dataDir: string): string | undefined {
  const note = join(dataDir, 'moved-to')
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined
}

interface Passwd extends Owner {
  name: string
}

function passwd(): Passwd[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const rows = lines.map((line) => line.split(':'))
  return rows.flatMap(([name, , uid, gid]) =>
    // macOS writes nobody as -2.
    name && uid && gid && !name.startsWith('#') ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : [],
  )
}

/** Whose the cluster is already goes first: nothing has to change hands. */
function usersFor(folder: Folder): Account[] {
  const all = passwd()
  const owner = existsSync(folder.cluster) ? lstatSync(folder.cluster).uid : 0
  const wanted = ['postgres', '_postgres', 'nobody'].flatMap((name) => all.filter((user) => user.name === name))
  const before = owner === 0 ? [] : all.filter((user) => user.uid === owner)
  return [...new Map([...before, ...wanted].map((user) => [user.uid, user])).values()].map(({ name, uid, gid }) => ({
    name,
    owner: { uid, gid },
    ids: { uid, gid },
    prefix: [],
  }))
}

/** In a user namespace root is somebody else to PostgreSQL, and the files stay root's. initdb wants a uid with a name. */
function namespaces(): Account[] {
  if (process.platform !== 'linux') return []
  const all = passwd().filter((user) => user.uid !== 0)
  const inside = all.find((user) => user.uid === 1000) ?? all[0]
  if (!inside) return []
  const prefix = ['unshare', '-U', `--map-user=${inside.uid}`, `--map-group=${inside.gid}`]
  return [{ name: 'a user namespace', ids: {}, prefix }]
}

function currentUser(): string {
  try {
    return userInfo().username
  } catch (error) {
    // initdb would say the same later and less clearly; OpenShift for instance hands out such uids.
    throw new NoEmbeddedPostgres(`user ${process.getuid?.()} has no entry in the user database`, { cause: error })
  }
}

const reach = 'cd "$1" 2>/dev/null || { echo "no way to $1" >&2; exit 1; }'

async function reaches(home: Home): Promise<boolean> {
  return (await attempt(home, reach, [])) === undefined
}

/** Undefined when this account reaches the folder and the server's binary runs; else what it says. */
async function probe(home: Home): Promise<string | undefined> {
  if (process.platform === 'win32') {
    accessSync(home.folder.base, constants.W_OK)
    return undefined
  }
  return attempt(home, `${reach}; exec "$2" --version`, [binary(home.runtime, 'postgres')])
}

async function attempt(home: Home, script: string, rest: string[]): Promise<string | undefined> {
  const [command = 'sh', ...args] = [...home.account.prefix, 'sh', '-c', script, 'sh', home.folder.base, ...rest]
  try {
    const env = { PATH: process.env['PATH'], ...home.runtime.env }
    await run(command, args, { ...home.account.ids, cwd: '/', env })
    return undefined
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    return said.split('\n').at(-1) || (error instanceof Error ? error.message : String(error))
  }
}

/** Makes everything in the folder the account's. The cluster folder goes last: its owner tells whether the rest is done. */
export function own(path: string, account: Account): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = account.owner ?? root
  if (lstatSync(path).uid === uid) return
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' })
  for (const entry of entries) {
    // A link (a tablespace) must not let the change of owner out of the folder.
    lchownSync(join(path, entry), uid, gid)
  }
  lchownSync(path, uid, gid)
}
