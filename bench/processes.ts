/** A server in its own process, and what it costs as Linux counts it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface Served {
  readonly base: string
  readonly pid: number
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedIn: number
  stop(): Promise<void>
}
const patience = 60_000
/** Flags of node for whoever looks into a server: `BENCH_FLAGS='--cpu-prof --cpu-prof-dir=/tmp/profiles'`. */
const asked = (process.env['BENCH_FLAGS'] ?? '').split(' ').filter(Boolean)

/** Runs `node [flags] file [args]` until it answers on `probe`; PORT is chosen here. */
export async function serve(
  file: string,
  { args = [], env = {}, flags = [] }: { args?: string[]; env?: Record<string, string>; flags?: string[] } = {},
  probe = '/api/v1/installation',
): Promise<Served> {
  const port = await freePort()
  const begin = performance.now()
  const child = spawn(process.execPath, [...asked, ...flags, fileURLToPath(new URL(file, import.meta.url)), ...args], {
    stdio: 'ignore',
    cwd: tmpdir(), // a .env of whoever runs this is not meant for it
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env, PORT: String(port) },
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const base = `http://127.0.0.1:${port}`
  try {
    await answers(child, base + probe)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return {
    base,
    pid: child.pid ?? 0,
    startedIn: performance.now() - begin,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  for (const until = Date.now() + patience; Date.now() < until; await new Promise((next) => setTimeout(next, 10))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return void (await answer.arrayBuffer())
  }
  throw new Error(`no answer from ${url}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

const ticksPerSecond = 100 // USER_HZ is 100 on every Linux that node runs on

/** Processor seconds a process has used; NaN where there is no /proc or no such process. */
export function processorSeconds(pid: number): number {
  const stat = readProc(pid, 'stat')
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
/** Resident megabytes. */
export const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readProc(pid, 'status') ?? '')?.[1]) / 1024

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined
  }
}
