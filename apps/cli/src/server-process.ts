/** The server's own entries, run as what they are: processes of their own. */
import { spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'
import { text as readAll } from 'node:stream/consumers'

const entry = (name: string) => fileURLToPath(new URL(`../../server/src/${name}.ts`, import.meta.url))

/** Compiled code is kept between calls: loading it is most of what a short command takes. */
const env = { NODE_COMPILE_CACHE: getCompileCacheDir(), ...process.env }

/** Until it ends, with its output and its signals; resolves to its exit code. */
export function serve(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [entry('main'), ...args], { stdio: 'inherit', env })
  const handOn = (signal: NodeJS.Signals) => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, handOn)
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('exit', (code) => done(code ?? 1))
  })
}

/** What one that ends by itself wrote as its result; what it says meanwhile goes on to whoever watches. */
export async function resultOf(name: string, args: readonly string[]): Promise<{ code: number; result: unknown }> {
  const child = spawn(process.execPath, [entry(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'], env })
  const ended = new Promise<number>((done, fail) => {
    child.on('error', fail)
    child.on('exit', (code) => done(code ?? 1))
  })
  const [text, code] = await Promise.all([readAll(child.stdout), ended])
  return { code, result: text === '' ? null : (JSON.parse(text) as unknown) }
}
