/** The command line against a server that answers in earnest. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { call } from '../../cli/src/program.ts'
import type { Terminal } from '../../cli/src/terminal.ts'
import { member } from './builders.ts'
import { createWorld, type World } from './world.ts'

/** What a shell starts. */
export const entry = fileURLToPath(new URL('../../cli/bin/tenantry.mjs', import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}
/** Words with spaces between them, and further ones as they are. */
export type Ask = (args: string, more?: string[]) => Promise<Ended>

export interface CommandLine {
  readonly world: World
  /** Where the processes run. */
  readonly folder: string
  readonly profiles: string
  readonly acme: string
  readonly keys: { readonly platform: string; readonly boss: string; readonly clerk: string }
  readonly environment: (more?: Record<string, string>) => Record<string, string>
  /** Within the test: to start a process for every command takes longer than what they do. */
  readonly run: (args: string[], env?: Record<string, string>, input?: string) => Promise<Ended>
  /** As people and scripts meet it: a process of its own. */
  readonly start: CommandLine['run']
  readonly platform: Ask
  readonly boss: Ask
  readonly clerk: Ask
  readonly tenant: (name: string, code: string) => Promise<string>
  /** An organization of a test's own, with an administrator and a user who have keys. */
  readonly house: (code: string) => Promise<{ id: string; boss: Ask; clerk: Ask }>
  stop(): Promise<void>
}

export async function commandLine(): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-cli-'))
  const profiles = join(folder, 'profiles.json')
  const world = await createWorld({ blueprint: 'organizations' })
  const environment = (more: Record<string, string> = {}) => ({
    PATH: process.env['PATH'] ?? '',
    TENANTRY_CONFIG: profiles,
    ...more,
  })
  const start: CommandLine['run'] = (args, env = {}, input = '') => {
    const child = spawn(process.execPath, [entry, ...args], { env: environment(env), cwd: folder })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.stdin.end(input)
    return new Promise((done) => child.on('close', (code) => done({ code: code ?? -1, out, err })))
  }
  const run: CommandLine['run'] = async (args, env = {}, input = '') => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const [out, err] = [text(stdout), text(stderr)]
    const terminal: Terminal = { env: environment(env), stdin: Readable.from([input]), stdout, stderr }
    await call(args, terminal)
    stdout.end()
    stderr.end()
    return { code: Number(terminal.exitCode ?? 0), out: await out, err: await err }
  }
  const as =
    (secret: string): Ask =>
    (args, more = []) =>
      run([...args.split(' '), ...more], { TENANTRY_URL: world.baseUrl, TENANTRY_KEY: secret })
  const tenant = async (name: string, code: string) =>
    (await world.admin.api.organizations.create({ organization: world.admin.me.organization.id, name, code })).id
  const keyOf = async ({ api }: Pick<World['admin'], 'api'>) => (await api.keys.create({ name: 'CLI' })).secret ?? ''
  const acme = await tenant('Acme GmbH', 'ACME')
  const keys = {
    platform: await keyOf(world.admin),
    boss: await keyOf(await member(world, acme, 'boss@acme.test', 'org-admin')),
    clerk: await keyOf(await member(world, acme, 'clerk@acme.test', 'user')),
  }
  return {
    world,
    folder,
    profiles,
    acme,
    keys,
    environment,
    run,
    start,
    platform: as(keys.platform),
    boss: as(keys.boss),
    clerk: as(keys.clerk),
    tenant,
    async house(code) {
      const id = await tenant(`${code} Ltd`, code)
      const of = async (name: string, role: string) =>
        as(await keyOf(await member(world, id, `${name}@${code.toLowerCase()}.test`, role)))
      return { id, boss: await of('boss', 'org-admin'), clerk: await of('clerk', 'user') }
    },
    async stop() {
      await world.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What was written as JSON. */
export function read<T>({ out, err }: Ended): T {
  try {
    return JSON.parse(out) as T
  } catch {
    throw new Error(`no JSON: ${out} ${err}`)
  }
}
