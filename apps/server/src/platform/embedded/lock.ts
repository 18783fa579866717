import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { FolderInUse } from './errors.ts'

export interface FolderLock {
  release(): void
}

// A lock whose object is collected as garbage would be let go.
const held = new Set<DatabaseSync>()

/**
 * One server per data folder, from before initdb until the end. Node has no flock; the exclusive transaction of an empty
 * SQLite file is one (fcntl, LockFileEx on Windows): the kernel drops it however the process dies, so a stale lock does
 * not exist and nothing has to be guessed from process ids, also not between two containers on one volume.
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const pidFile = join(dataDir, 'server.pid')
  const database = new DatabaseSync(join(dataDir, 'lock'))
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw new Error(`the data folder ${dataDir} cannot be locked`, { cause: error })
    // The holder writes its id right after it has the lock: give it the moment between the two.
    await sleep(50)
    throw new FolderInUse(dataDir, readPid(pidFile))
  }
  held.add(database)
  writeFileSync(pidFile, `${process.pid}\n`)
  return {
    release() {
      if (!held.delete(database)) return
      rmSync(pidFile, { force: true })
      database.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  const sqliteBusy = 5
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}

function readPid(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || undefined
  } catch {
    // Only the wording of the refusal suffers.
    return undefined
  }
}
