import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { passwordOf, superuser, windows } from './cluster.ts'
import { codeOf, FolderInUse } from './errors.ts'
import type { Folder } from './folder.ts'
import { takeGuard, type Address } from './guard.ts'
import { isAlive, kindOf, residents } from './processes.ts'
import { endsWithin } from './tie.ts'

type Log = (line: string, facts?: object) => void

export interface PidFile {
  pid: number
  port: number
  sockets: string
}

/** The lines of postmaster.pid: process, data folder, start time, port, socket folder, ... */
export function readPidFile(folder: Folder): PidFile | undefined {
  try {
    const lines = readFileSync(join(folder.cluster, 'postmaster.pid'), 'utf8').split('\n')
    // A process without postmaster (initdb's own) writes its id as a negative number.
    const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10)) || 0
    return { pid, port: Number(lines[3]) || 5432, sockets: lines[4]?.trim() ?? '' }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const patience = 5000
const pause = 50

/**
 * Makes the way free for a start: stops a postmaster whose server is dead, waits for the processes that a dead
 * postmaster left, and removes a postmaster.pid that PostgreSQL itself would take for a living process.
 */
export async function clearOrphan(folder: Folder, log: Log): Promise<void> {
  let since = Date.now()
  for (;;) {
    const file = readPidFile(folder)
    const kind = file ? kindOf(file.pid, folder) : 'gone'
    if (file && kind === 'postmaster') {
      await stopOrphan(file, folder, log)
      since = Date.now()
      continue
    }
    const present = residents(folder)
    const left = present.filter((one) => one.postgres)
    // A file whose process is gone is PostgreSQL's own to judge.
    if (kind === 'gone' && left.length === 0) return
    const waited = Date.now() - since
    // Backends see the death of their postmaster when they next wait; one in a long query would not for minutes. Their
    // shared memory is lost already and nothing they do is acknowledged, so ending them costs nothing.
    if (waited > patience * 0.8) left.forEach((one) => signal(one.pid, 'SIGKILL'))
    else if (waited > patience * 0.3) left.forEach((one) => signal(one.pid, 'SIGQUIT'))
    if (waited > patience) {
      if (present.length > 0) {
        const who = present.map((one) => one.pid).join(', ')
        throw new Error(`process ${who} still works in the data folder ${folder.base}`)
      }
      log('removed the postmaster.pid of a PostgreSQL that is gone', { pid: file?.pid, found: kind })
      rmSync(join(folder.cluster, 'postmaster.pid'), { force: true })
      return
    }
    await sleep(pause)
  }
}

/** Tied to its server, an orphan ends by itself within milliseconds; this is for one whose tie was cut. */
async function stopOrphan(file: PidFile, folder: Folder, log: Log): Promise<void> {
  const ours = () => readPidFile(folder)?.pid === file.pid && kindOf(file.pid, folder) === 'postmaster'
  const host = file.sockets || '127.0.0.1'
  const address: Address = { host, port: file.port }
  if (windows) address.password = passwordOf(folder, superuser)
  const from = Date.now()
  for (;;) {
    if (!ours()) return
    const attempt = await takeGuard(address)
    const waited = Date.now() - from
    if ('guard' in attempt) {
      await attempt.guard.close()
      break
    }
    // A server that just died may look alive until its backend notices.
    if ('holder' in attempt && waited > 1000) {
      if (attempt.holder === undefined || isAlive(attempt.holder) || waited > patience) {
        throw new FolderInUse(folder.base, attempt.holder)
      }
    }
    // Starting, recovering or ending. The lock of the folder is ours, so no living server waits for it.
    if ('unreachable' in attempt && waited > patience) break
    await sleep(pause)
  }
  log('stopping a PostgreSQL whose server is gone', { pid: file.pid })
  for (const [name, wait] of [
    ['SIGINT', endsWithin],
    ['SIGQUIT', 10_000],
  ] as const) {
    signal(file.pid, name)
    for (const until = Date.now() + wait; Date.now() < until; await sleep(20)) if (!ours()) return
  }
  throw new Error(`process ${file.pid}, a PostgreSQL whose server is gone, cannot be stopped`)
}

/** To a process that may be gone by now. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
