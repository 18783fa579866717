import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Account } from './account.ts'
import { binary, type Runtime } from './runtime.ts'

/** A child that ends when this process does, however that ends. */
export interface Tied {
  pid: number
  /** how the child ended, as a sentence's end */
  gone: Promise<string>
  isGone(): boolean
  /** SIGINT: for PostgreSQL a fast and clean shutdown */
  end(): void
}

/**
 * Milliseconds until a PostgreSQL that was told to end, fast and clean, is ended at once: no last checkpoint, the next
 * start recovers. Nothing acknowledged is lost.
 */
export const endsWithin = 10_000

/**
 * The shell holds the child and the pipe of descriptor 3. Its end of file means that the server is gone (kill -9
 * included) or wants the child gone. The signals are shut out because a terminal or a service manager sends them to
 * everybody at once: the server first finishes its requests, then ends the database. PostgreSQL sets them anew itself.
 * It is told a second time, more plainly: a fast shutdown that arrives while PostgreSQL 18 recovers from a crash of one
 * of its processes waits for ever for a checkpointer that nobody told.
 */
const holder = `
trap '' INT TERM HUP
"$@" >&2 3<&- &
child=$!
echo "$child"
exec >&-
( while read -r line <&3; do :; done; kill -INT "$child" 2>/dev/null; sleep ${endsWithin / 1000}; kill -QUIT "$child" 2>/dev/null ) &
watcher=$!
exec 3<&-
wait "$child"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`

export interface Command {
  runtime: Runtime
  account: Account
  program: 'postgres' | 'initdb'
  args: string[]
  /** descriptor that takes what the child says */
  output: number
}

export async function tie(command: Command): Promise<Tied> {
  const child = process.platform === 'win32' ? onWindows(command) : onUnix(command)
  let over = false
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true
      child.stdio[3]?.destroy()
      resolve(ending(code, signal))
    })
  })
  // 'spawn' or 'error', whichever comes: the latter rejects.
  await once(child, 'spawn')
  return { pid: await firstLine(child), gone, isGone: () => over, end: () => child.stdio[3]?.destroy() }
}

function onUnix({ runtime, account, program, args, output }: Command): ChildProcess {
  const line = [...account.prefix, 'sh', '-c', holder, 'sh', binary(runtime, program), ...args]
  return spawn(line[0] ?? 'sh', line.slice(1), {
    ...account.ids,
    cwd: '/',
    // A session of its own: Ctrl-C reaches the foreground group of the terminal, and the child is not in it.
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: '', TZ: 'UTC', ...runtime.env },
    stdio: ['ignore', 'pipe', output, 'pipe'],
  })
}

/**
 * Windows has neither the shell nor signals, and postgres.exe refuses an administrator: a small node process starts and
 * stops it with pg_ctl, which drops the rights. Not tried on a real Windows yet.
 */
function onWindows({ runtime, program, args, output }: Command): ChildProcess {
  const script = `
const { spawnSync, spawn } = require('node:child_process')
const { readFileSync } = require('node:fs')
const quiet = { stdio: 'ignore', windowsHide: true }
const [program, control, data, log, ...args] = process.argv.slice(1)
const tied = new (require('node:net').Socket)({ fd: 3 })
tied.on('error', () => {}).resume()
if (program.endsWith('initdb.exe')) {
  const child = spawn(program, args, { stdio: ['ignore', 2, 2], windowsHide: true })
  console.log(child.pid)
  tied.on('close', () => child.kill())
  child.on('exit', (code) => process.exit(code ?? 1))
} else {
  const quoted = args.map((arg) => '"' + arg + '"').join(' ')
  const started = spawnSync(control, ['start', '-w', '-D', data, '-l', log, '-o', quoted], quiet)
  if (started.status !== 0) process.exit(started.status ?? 1)
  const pid = Number.parseInt(readFileSync(data + '/postmaster.pid', 'utf8'), 10)
  console.log(pid)
  tied.on('close', () => spawnSync(control, ['stop', '-m', 'fast', '-D', data], quiet))
  setInterval(() => { try { process.kill(pid, 0) } catch { process.exit(0) } }, 200)
}`
  const data = args[args.indexOf('-D') + 1] ?? ''
  const rest = program === 'postgres' ? args.filter((arg) => arg !== '-D' && arg !== data) : args
  const log = `${data}-start.log`
  const line = ['-e', script, binary(runtime, program), binary(runtime, 'pg_ctl'), data, log, ...rest]
  return spawn(process.execPath, line, {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', output, 'pipe'],
  })
}

/** The holder's only word: the id of the child. 0 when it ended before it said so. */
async function firstLine(child: ChildProcess): Promise<number> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return Number.parseInt(text, 10) || 0
}

function ending(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `ended by ${signal}`
  // A shell says 128 + n for a child that signal n ended.
  return code !== null && code > 128 ? `ended by signal ${code - 128}` : `ended with code ${code ?? 'unknown'}`
}
