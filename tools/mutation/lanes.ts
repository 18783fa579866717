/** Runs of test files in processes that stay: one file at a time in each, with at most one mutant alive. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aliveFile, folderVariable } from './alive.ts'

export interface Asked {
  /** A test file, from the root of the repository. */
  readonly file: string
  /** Name of a mutant. */
  readonly alive?: string
  /** Goes on after the first failure. */
  readonly all?: boolean
}
export interface Ran {
  /** Full names of tests with a failed assertion. */
  readonly failed: readonly string[]
  /** What went wrong otherwise: hooks, whole files, tests that ran out of time. */
  readonly broken: readonly string[]
  readonly passed: number
  /** The first message, for whoever has to find out. */
  readonly why?: string
  /** Mutants whose place the tests came by. */
  readonly met: readonly string[]
}
const patience = 60 * 60_000

export class Lanes {
  readonly #all: readonly Promise<Lane>[]
  readonly #busy: Promise<unknown>[]

  constructor(count: number, env: Readonly<Record<string, string>> = {}) {
    this.#all = Array.from({ length: count }, () => Lane.open(env))
    this.#busy = this.#all.map(() => Promise.resolve())
  }
  /** Lanes have numbers from 0 on; what is asked of one waits for what it does. */
  run(lane: number, asked: Asked): Promise<Ran> {
    const ran = Promise.all([this.#all[lane], this.#busy[lane]]).then(([it]) => {
      if (!it) throw new Error(`There is no lane ${lane}.`)
      return it.run(asked)
    })
    this.#busy[lane] = ran.catch(() => undefined)
    return ran
  }
  async end(): Promise<void> {
    for (const lane of await Promise.allSettled(this.#all)) if (lane.status === 'fulfilled') await lane.value.end()
  }
}

class Lane {
  readonly #child: ChildProcess
  readonly #folder: string

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child
    this.#folder = folder
  }
  static async open(env: Readonly<Record<string, string>>): Promise<Lane> {
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-mutation-'))
    writeFileSync(join(folder, aliveFile), '')
    const child = fork(join(import.meta.dirname, 'lane.ts'), {
      env: { ...process.env, ...env, [folderVariable]: folder },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const lane = new Lane(child, folder)
    await lane.#told()
    return lane
  }
  run(asked: Asked): Promise<Ran> {
    this.#child.send(asked)
    return this.#told() as Promise<Ran>
  }
  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.send('end')
    await closed
    rmSync(this.#folder, { recursive: true })
  }
  #told = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error('A lane of the mutation run ended by itself.'))
      const late = setTimeout(() => this.#child.kill(), patience)
      this.#child.once('close', ended)
      this.#child.once('message', (it) => {
        clearTimeout(late)
        this.#child.off('close', ended)
        resolve(it)
      })
    })
}
