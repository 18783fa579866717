import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { codeOf } from './errors.ts'
import type { Folder } from './folder.ts'

export type Kind = 'gone' | 'zombie' | 'postmaster' | 'other'

export interface Resident {
  pid: number
  /** a process of this cluster's PostgreSQL, not for instance somebody's shell that stands in the folder */
  postgres: boolean
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

/** What the process of a postmaster.pid is today: ids are used again, in containers nearly always. */
export function kindOf(pid: number, folder: Folder): Kind {
  if (!isAlive(pid)) return 'gone'
  // Windows tells no command line without a tool of some seconds; asking the port then decides.
  if (process.platform === 'win32') return 'postmaster'
  const line = commandLine(pid)
  if (line === undefined) return isAlive(pid) ? 'other' : 'gone'
  if (line === '') return 'zombie'
  const here = directoryOf(pid) === folder.cluster && line.includes('postgres')
  return here || isOurs(line, folder) ? 'postmaster' : 'other'
}

/** Every process of this cluster, and every one whose working folder it is. */
export function residents(folder: Folder): Resident[] {
  if (process.platform === 'win32') return []
  const found: Resident[] = []
  for (const pid of allPids()) {
    if (pid === process.pid) continue
    const postgres = isOurs(commandLine(pid) ?? '', folder)
    if (postgres || directoryOf(pid) === folder.cluster) found.push({ pid, postgres })
  }
  return found
}

/** A postmaster carries the mark in its arguments, its children in their titles: `postgres: <mark>: checkpointer`. */
function isOurs(line: string, folder: Folder): boolean {
  const backend = line.startsWith(`postgres: ${folder.mark}: `)
  const postmaster = line.includes(`cluster_name=${folder.mark}`) && !/^\S*(sh|unshare)\s/.test(line)
  return backend || postmaster
}

function allPids(): number[] {
  if (process.platform !== 'linux') return [...table().keys()]
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** Empty for a zombie, undefined where there is no such process (any more). */
function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return table(pid).get(pid)
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    // Ended between the listing and the look.
    return undefined
  }
}

function directoryOf(pid: number): string | undefined {
  // macOS has no /proc; there the title has to do.
  if (process.platform !== 'linux') return undefined
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    // Ended, a zombie, or another user's: for the last the title has to do.
    return undefined
  }
}

function table(pid?: number): Map<number, string> {
  const rows = new Map<number, string>()
  const which = pid === undefined ? ['-ax'] : ['-p', String(pid)]
  let text: string
  try {
    text = execFileSync('ps', [...which, '-ww', '-o', 'pid=,stat=,command='], { encoding: 'utf8' })
  } catch {
    // ps ends with 1 when it finds nobody.
    return rows
  }
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line)
    if (match) rows.set(Number(match[1]), match[2]?.startsWith('Z') ? '' : (match[3] ?? ''))
  }
  return rows
}
