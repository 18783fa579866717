import { createHmac, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { own, type Home } from './account.ts'
import { codeOf, NoEmbeddedPostgres } from './errors.ts'
import type { Folder } from './folder.ts'
import { openJournal } from './journal.ts'
import { tie } from './tie.ts'

export const superuser = 'postgres'
export const windows = process.platform === 'win32'

/** A part of the machine's memory (bytes), in MB within bounds. */
const share = (memory: number, part: number, least: number, most: number) =>
  Math.round(Math.min(most, Math.max(least, memory / part / 2 ** 20)))

/**
 * Settings for a machine of 2 cores that PostgreSQL shares with the server. They are written at every start and included
 * before the owner's own, so postgresql.conf and ALTER SYSTEM win.
 */
const settings = (
  memory: number,
) => `# Written by Tenantry at every start. Your own settings belong into cluster/postgresql.conf or ALTER SYSTEM.
# pg_prewarm: a cold cache made 300 lookups per second for seconds
shared_preload_libraries = 'pg_prewarm,pg_stat_statements'
max_connections = 100
shared_buffers = ${share(memory, 8, 128, 4096)}MB             # an eighth of the machine; random look-ups among 1,000,000 rows want it
effective_cache_size = ${share(memory, 2, 256, 65_536)}MB
work_mem = 8MB
maintenance_work_mem = 64MB
jit = off                           # nothing here runs long enough to earn a compilation
random_page_cost = 1.1              # SSDs
min_wal_size = 80MB
max_wal_size = 1GB                  # also bounds the time of a recovery
checkpoint_timeout = 10min
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
log_error_verbosity = terse         # the details of a violated constraint are somebody's e-mail address
log_autovacuum_min_duration = -1
log_checkpoints = off
`

/**
 * initdb into a folder beside, then one rename: a start that is interrupted leaves rubbish, never half a cluster.
 */
export async function makeCluster({ folder, account, runtime }: Home, log: (line: string) => void): Promise<void> {
  writeSettings(folder)
  if (existsSync(folder.cluster)) return own(folder.cluster, account)
  for (const name of readdirSync(folder.base)) {
    if (name.startsWith('cluster.new-')) await remove(join(folder.base, name))
  }
  const fresh = join(folder.base, `cluster.new-${process.pid}-${Date.now()}`)
  log(`making the database in ${folder.base}`)
  const password = windows ? secret(folder) : undefined
  const args = ['-D', fresh, '-U', superuser, '--encoding=UTF8']
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions')
  args.push('--lc-messages=C', '--lc-collate=C', '--text-search-config=simple')
  args.push(...(password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile(folder)}`] : ['--auth=trust']))
  // With lc_ctype C, pg_trgm drops every letter beyond ASCII: a search for "Müller" would look for "m" and "ller".
  const problems: string[] = []
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const journal = openJournal(folder.log)
    mkdirSync(fresh, { mode: 0o700 })
    if (account.owner) chownSync(fresh, account.owner.uid, account.owner.gid)
    const all = [...args, `--lc-ctype=${ctype}`]
    const child = await tie({ runtime, account, program: 'initdb', args: all, output: journal.descriptor })
    const end = await child.gone
    const problem = end === 'ended with code 0' ? undefined : `initdb ${end}: ${journal.tail()}`
    journal.close()
    if (problem === undefined) break
    problems.push(problem)
    await remove(fresh)
    if (ctype === 'C' || !problem.includes('locale')) throw new NoEmbeddedPostgres(problem)
  }
  writeFileSync(join(fresh, 'pg_hba.conf'), access())
  appendFileSync(join(fresh, 'postgresql.conf'), settingsOfTheCluster(folder))
  renameSync(fresh, folder.cluster)
}

/**
 * The initdb of a killed server hears of it only after its current step and may write while we remove: again, then. One
 * rmSync with retries was seen to end without an error and leave a folder. What stays in the end is rubbish, no harm.
 */
async function remove(path: string): Promise<void> {
  for (const until = Date.now() + 5000; existsSync(path) && Date.now() < until; await sleep(20)) {
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOTEMPTY') throw error
    })
  }
}

/** initdb writes a few of the same names; ours come after them, the owner's after ours. */
function settingsOfTheCluster(folder: Folder): string {
  return `\ninclude_if_exists = '../${basename(folder.settings)}'\n\n# Your own settings:\n`
}

function writeSettings(folder: Folder): void {
  const now = existsSync(folder.settings) ? readFileSync(folder.settings, 'utf8') : undefined
  const wanted = settings(totalmem())
  if (now !== wanted) writeFileSync(folder.settings, wanted, { mode: 0o644 })
}

/** Whoever may enter the socket folder (0700) is the owner: that is the whole access control on Unix. */
function access(): string {
  return windows ? 'host all all 127.0.0.1/32 scram-sha-256\n' : 'local all all trust\n'
}

/** What decides who can connect and where is no matter of taste and goes on the command line, behind what is asked for beside it. */
export function serverArgs(
  folder: Folder,
  sockets: string,
  port: number,
  asked: Readonly<Record<string, string>> = {},
): string[] {
  const fixed: Record<string, string> = {
    ...asked,
    cluster_name: folder.mark,
    listen_addresses: windows ? '127.0.0.1' : '',
    unix_socket_directories: windows ? '' : sockets,
    unix_socket_permissions: '0700',
    port: String(port),
    logging_collector: 'off',
    log_destination: 'stderr',
  }
  return ['-D', folder.cluster, ...Object.entries(fixed).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

function passwordFile(folder: Folder): string {
  return join(folder.base, 'password')
}

/** Windows only, where node has no unix sockets. */
function secret(folder: Folder): string {
  const path = passwordFile(folder)
  if (!existsSync(path)) {
    mkdirSync(folder.base, { recursive: true })
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 })
  }
  return readFileSync(path, 'utf8')
}

/** The password of a role on Windows; who creates a role gives it this one. */
export function passwordOf(folder: Folder, user: string): string {
  const key = secret(folder)
  return user === superuser ? key : createHmac('sha256', key).update(user).digest('base64url')
}
