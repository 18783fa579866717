import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { settle, type Home } from './account.ts'
import { makeCluster, passwordOf, serverArgs, superuser, windows } from './cluster.ts'
import { DatabaseNotReady, FolderInUse, NoEmbeddedPostgres } from './errors.ts'
import { makeFolder, socketFolder } from './folder.ts'
import { takeGuard, type Address, type Guard } from './guard.ts'
import { bound, openJournal } from './journal.ts'
import { lockFolder, type FolderLock } from './lock.ts'
import { clearOrphan, signal as signalTo } from './orphan.ts'
import { findRuntime } from './runtime.ts'
import { endsWithin, tie, type Tied } from './tie.ts'

export interface Options {
  dataDir: string
  log: (line: string, facts?: object) => void
  onRestart?: () => void
  /** milliseconds until a start that takes no connections has failed; a recovery after a crash may take minutes */
  startWithin?: number
  /** PostgreSQL's, for whoever starts a cluster that is not a product's */
  settings?: Readonly<Record<string, string>>
}

interface Running {
  tied: Tied
  guard: Guard
}

const usualStart = 15 * 60_000
const firstPause = 100
const longestPause = 10_000
/** after this long in health, the next death counts as the first */
const steady = 60_000

/** Locks the folder, makes the database where there is none, starts it, and keeps it running until stop(). */
export async function supervise(options: Options): Promise<Supervisor> {
  const dataDir = makeFolder(options.dataDir)
  const locks = [await lockFolder(dataDir)]
  try {
    const home = await settle(dataDir, findRuntime(), options.log)
    if (home.folder.base !== dataDir) locks.push(await lockFolder(home.folder.base))
    await clearOrphan(home.folder, options.log)
    await makeCluster(home, options.log)
    const host = windows ? '127.0.0.1' : socketFolder(home.folder.base, home.account.owner)
    const address: Address = { host, port: windows ? await freePort() : 5432 }
    if (windows) address.password = passwordOf(home.folder, superuser)
    return new Supervisor(options, home, address, locks, await launch(home, address, options))
  } catch (error) {
    for (const lock of locks) lock.release()
    throw error
  }
}

/** One start of the server: resolves when it takes connections and the guard stands; a recovery may take its time. */
async function launch(
  home: Home,
  address: Address,
  { startWithin = usualStart, settings, log }: Options,
): Promise<Running> {
  const journal = openJournal(home.folder.log)
  const args = serverArgs(home.folder, address.host, address.port, settings)
  const { runtime, account } = home
  let tied: Tied | undefined
  const until = Date.now() + startWithin
  try {
    tied = await tie({ runtime, account, program: 'postgres', args, output: journal.descriptor })
    for (;;) {
      const attempt = await takeGuard(address)
      if ('guard' in attempt) return { tied, guard: attempt.guard }
      if ('holder' in attempt) throw new FolderInUse(home.folder.base, attempt.holder)
      if (tied.isGone()) throw new Error(`PostgreSQL ${await tied.gone} at its start: ${journal.tail()}`)
      if (Date.now() > until) {
        throw new DatabaseNotReady(home.folder.base, startWithin / 1000, attempt.unreachable, home.folder.log)
      }
      await sleep(20)
    }
  } catch (error) {
    if (tied) await endFor(tied, log)
    throw error
  } finally {
    journal.close()
  }
}

/** Ends it and waits until it is gone: fast and clean, and at once where that takes too long. */
async function endFor(tied: Tied, log: Options['log']): Promise<void> {
  const send = (signal: NodeJS.Signals) => void (!tied.isGone() && tied.pid > 0 && signalTo(tied.pid, signal))
  tied.end()
  // One that was told before it listens to signals has not heard it: a start that failed early would be waited for in vain.
  const again = windows ? undefined : setInterval(send, 1_000, 'SIGINT')
  const insist = setTimeout(() => {
    log('PostgreSQL does not end by itself, ending it at once', { pid: tied.pid, milliseconds: endsWithin })
    send('SIGQUIT')
  }, endsWithin)
  await tied.gone
  clearInterval(again)
  clearTimeout(insist)
}

export class Supervisor {
  readonly address: Address
  readonly home: Home
  readonly #options: Options
  readonly #locks: FolderLock[]
  readonly #stopping = new AbortController()
  readonly #watch: Promise<void>
  readonly #bounding: NodeJS.Timeout
  #running: Running
  #stopped: Promise<void> | undefined

  constructor(options: Options, home: Home, address: Address, locks: FolderLock[], running: Running) {
    this.#options = options
    this.home = home
    this.address = address
    this.#locks = locks
    this.#running = running
    this.#bounding = setInterval(() => this.#boundJournal(), 60_000).unref()
    this.#watch = this.#keepRunning()
  }

  get pid(): number {
    return this.#running.tied.pid
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#stopping.abort()
    clearInterval(this.#bounding)
    await this.#watch
    const { tied, guard } = this.#running
    await guard.close()
    await endFor(tied, this.#options.log)
    for (const lock of this.#locks) lock.release()
  }

  /** Never rejects: until stop(), every death is answered by a start, at most ten seconds later. */
  async #keepRunning(): Promise<void> {
    const stopping = new Promise<'stop'>((resolve) => {
      this.#stopping.signal.addEventListener('abort', () => resolve('stop'), { once: true })
    })
    for (let pause = firstPause; ; ) {
      const begun = Date.now()
      const { tied, guard } = this.#running
      const ending = await Promise.race([stopping, tied.gone, guard.lost.then(() => 'guard lost' as const)])
      if (ending === 'stop') return
      // The guard goes a moment before its postmaster, or alone: when a backend crashed or was terminated.
      const soon = Promise.race([tied.gone.then(() => false), sleep(200, true)])
      const alive = ending === 'guard lost' && (await soon)
      if (this.#stopping.signal.aborted) return
      if (alive && (await this.#guardAgain(tied))) continue
      if (this.#stopping.signal.aborted) return
      this.#options.log('PostgreSQL ended, starting it again', { pid: tied.pid, how: await tied.gone })
      if (Date.now() - begun > steady) pause = firstPause
      tied.end()
      await tied.gone
      while (!this.#stopping.signal.aborted && !(await this.#again())) {
        await Promise.race([stopping, sleep(pause)])
        pause = Math.min(pause * 2, longestPause)
      }
    }
  }

  /** PostgreSQL ends all connections when a backend crashes and is back by itself; true when the guard stands again. */
  async #guardAgain(tied: Tied): Promise<boolean> {
    while (!tied.isGone() && !this.#stopping.signal.aborted) {
      const attempt = await takeGuard(this.address)
      if ('guard' in attempt) {
        this.#running = { tied, guard: attempt.guard }
        return true
      }
      await sleep(100)
    }
    return false
  }

  async #again(): Promise<boolean> {
    const { home } = this
    try {
      await clearOrphan(home.folder, this.#options.log)
      this.#running = await launch(home, this.address, this.#options)
      this.#options.log('PostgreSQL runs again', { pid: this.pid })
    } catch (error) {
      this.#options.log('PostgreSQL could not be started again', { error: String(error) })
      return false
    }
    this.#tell()
    return true
  }

  #tell(): void {
    try {
      this.#options.onRestart?.()
    } catch (error) {
      this.#options.log('the listener for restarts failed', { error: String(error) })
    }
  }

  #boundJournal(): void {
    try {
      bound(this.home.folder.log)
    } catch (error) {
      this.#options.log('the log of PostgreSQL could not be cut', { error: String(error) })
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new NoEmbeddedPostgres('no free port')
  return address.port
}
