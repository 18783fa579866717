/** Many connections asking at once: wrk where it is installed, for it costs a tenth of a core; autocannon otherwise. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cookieFor } from '../apps/server/src/platform/http/cookie.ts'
import { processorSeconds } from './processes.ts'
import { sessionToken } from './seed-rows.ts'

export interface Load {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers that were not 2xx, and connections that broke. */
  readonly failures: number
  readonly share: number
}
export interface Offered {
  readonly connections: number
  readonly seconds: number
  /** Every request carries the cookie of one of so many seeded sessions, at random; or is one of these, at random. */
  readonly sessions: number | readonly Post[]
}
export interface Post {
  readonly token: string
  readonly body: object
}
/** The session cookie's name at a server. */
export const cookieAt = (url: string): string => cookieFor(new URL(url)).name
const hasWrk = spawnSync('wrk', ['-v']).error === undefined
const autocannon = createRequire(import.meta.url).resolve('autocannon')
export const generator = hasWrk ? 'wrk' : 'autocannon'

export async function load(url: string, offered: Offered): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-load-'))
  try {
    return await (hasWrk ? withWrk : withAutocannon)(url, offered, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const script = (cookie: string, sessions: number) => `
function init() math.randomseed(os.time()) end
function request()
  local token = 'bench' .. string.format('%038d', math.random(1, ${sessions}))
  return wrk.format('GET', nil, { ['Cookie'] = '${cookie}=' .. token })
end
${told}`
const listOf = (posts: readonly Post[]) =>
  `return {${posts.map(({ token, body }) => `{ ${JSON.stringify(token)}, [[${JSON.stringify(body)}]] }`).join(',\n')}}`
/** Put together before the first is sent: a body of ten kilobytes costs more to write than to send. */
const postScript = (cookie: string, posts: string) => `
local ready = {}
function init()
  math.randomseed(os.time())
  for n, it in ipairs(dofile('${posts}')) do
    ready[n] = wrk.format('POST', nil, { ['Cookie'] = '${cookie}=' .. it[1], ['Content-Type'] = 'application/json' }, it[2])
  end
end
function request() return ready[math.random(1, #ready)] end
${told}`
const told = `
function done(summary, latency)
  local broken = summary.errors
  io.write(string.format('{"perSecond":%f,"p50":%f,"p99":%f,"failures":%d}', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    broken.connect + broken.read + broken.write + broken.status + broken.timeout))
end`

async function withWrk(url: string, { connections, seconds, sessions }: Offered, folder: string): Promise<Load> {
  const file = join(folder, 'sessions.lua')
  const posts = join(folder, 'posts.lua')
  if (typeof sessions !== 'number') writeFileSync(posts, listOf(sessions))
  writeFileSync(file, typeof sessions === 'number' ? script(cookieAt(url), sessions) : postScript(cookieAt(url), posts))
  const args = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--latency', '-s', file, url]
  const { output, share } = await run('wrk', args)
  return { ...(JSON.parse(/\{.*\}/.exec(output)?.[0] ?? '{}') as Omit<Load, 'share'>), share }
}

interface Cannonade {
  readonly requests: { readonly average: number }
  readonly latency: { readonly p50: number; readonly p99: number }
  readonly non2xx: number
  readonly errors: number
}
async function withAutocannon(url: string, { connections, seconds, sessions }: Offered, folder: string): Promise<Load> {
  const file = join(folder, 'sessions.har')
  const one = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T
  const cookie = (token: string) => ({ name: 'cookie', value: `${cookieAt(url)}=${token}` })
  const json = { name: 'content-type', value: 'application/json' }
  const posted = ({ token, body }: Post) => ({
    request: { method: 'POST', url, headers: [cookie(token), json], postData: { text: JSON.stringify(body) } },
  })
  const got = (n: number) => ({ request: { method: 'GET', url, headers: [cookie(sessionToken(n))] } })
  const entry = () =>
    typeof sessions === 'number' ? got(1 + Math.floor(Math.random() * sessions)) : posted(one(sessions))
  writeFileSync(file, JSON.stringify({ log: { entries: Array.from({ length: 5_000 }, entry) } }))
  const args = [autocannon, '-j', '-c', String(connections), '-d', String(seconds), '--har', file, new URL(url).origin]
  const { output, share } = await run(process.execPath, args)
  const { requests, latency, non2xx, errors } = JSON.parse(output) as Cannonade
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99, failures: non2xx + errors, share }
}

function run(command: string, args: string[]): Promise<{ output: string; share: number }> {
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    let used = 0
    // A process that has ended no longer says what it cost.
    const look = setInterval(() => (used = processorSeconds(child.pid ?? 0) || used), 100)
    child.stdout.on('data', (part: Buffer) => (output += part.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(look)
      const share = used / ((performance.now() - begin) / 1000)
      if (code === 0) resolve({ output, share })
      else reject(new Error(`${command} ended with ${code}`))
    })
  })
}
