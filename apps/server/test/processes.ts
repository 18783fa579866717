/** Server processes as they run in earnest: started from main.ts, watched through their output, ended by signals. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { personAt, type Person } from './world.ts'
import type { TestDatabase } from './database.ts'

export interface ServerProcess {
  readonly baseUrl: string
  readonly pid: number
  /** Everything it wrote, to both outputs. */
  output(): string
  /** The one-time token of the set-up link. */
  setUpToken(): string
  /** Where kept mails can be read. */
  mailbox(): string
  person(): Person
  signal(name: NodeJS.Signals): void
  /** Its exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  /** Ends it in whatever state it is. */
  stop(): Promise<void>
}

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** `DATABASE_URL` of a cloned database, over its unix socket. */
export function urlOf(database: TestDatabase): string {
  const { host, port, user, password } = database.as('tenantry_app')
  const login = [user, ...(password ? [password] : [])].map((it) => encodeURIComponent(it ?? '')).join(':')
  return `postgres://${login}@localhost/${database.name}?host=${encodeURIComponent(host ?? '')}&port=${port}`
}

/** Resolves when it answers; rejects with its output when it ends before that. */
export async function startProcess(environment: Record<string, string>, port?: number): Promise<ServerProcess> {
  const own = port ?? (await freePort())
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(own), OPS_PORT: '0', ...environment }
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve(signal ?? code)
    }),
  )
  const baseUrl = `http://127.0.0.1:${own}`
  for (const until = Date.now() + 55_000; !output.includes('Metrics: '); await pause(20)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`the server did not start:\n${output}`)
  }
  const found = (pattern: RegExp) => pattern.exec(output)?.[1] ?? ''
  return {
    baseUrl,
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    setUpToken: () => found(/set-up#([\w-]{43})/),
    mailbox: () => found(/can be read at (\S+)/),
    person: () => personAt(baseUrl),
    signal: (name) => void child.kill(name),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
