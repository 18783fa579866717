/** What commands that run a server have in common: they end cleanly, and a wrong start is one sentence. */
import { existsSync } from 'node:fs'
import { BlueprintBlocked, WrongBlueprint } from './app.ts'
import { WrongConfig, type Config } from './config.ts'
import { WrongDatabase } from './database.ts'
import { help } from './help.ts'
import { DatabaseNotReady, FolderInUse, NoEmbeddedPostgres } from './platform/embedded/index.ts'
import { createLogger } from './platform/log/logger.ts'
import { startServer, type RunningServer } from './server.ts'

const expected = [
  WrongConfig,
  WrongDatabase,
  WrongBlueprint,
  BlueprintBlocked,
  FolderInUse,
  DatabaseNotReady,
  NoEmbeddedPostgres,
]

export const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** `started` says what there is to say; when it fails, the server is stopped again. */
export function runServer(
  configure: (args: string[], env: NodeJS.ProcessEnv) => Config,
  started: (server: RunningServer, config: Config) => Promise<void> | void,
): void {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(help)
  run(configure, started).catch(failed)
}

/** For what ends by itself: its result is the one thing on the standard output, as JSON. */
export function runOnce(work: (args: string[]) => Promise<object>): void {
  loadEnvironment()
  work(process.argv.slice(2))
    .then((result) => process.stdout.write(`${JSON.stringify(result)}\n`))
    .catch(failed)
}

function failed(error: unknown): void {
  const known = expected.some((kind) => error instanceof kind) || isListenError(error)
  say(
    known && error instanceof Error
      ? sentenceOf(error)
      : `Tenantry could not start.\n${String(error instanceof Error ? error.stack : error)}`,
  )
  process.exitCode = 1
}

function loadEnvironment(): void {
  if (existsSync('.env')) process.loadEnvFile('.env') // what the environment says already stays
}

async function run(
  configure: Parameters<typeof runServer>[0],
  started: Parameters<typeof runServer>[1],
): Promise<void> {
  loadEnvironment()
  const config = configure(process.argv.slice(2), process.env)
  const log = createLogger(config.logLevel)
  const server = await startServer(config, log)
  let stopping = false
  const end = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    say('Stopping; what is under way is answered first.')
    const tooLong = setTimeout(() => process.exit(1), 30_000)
    server
      .stop()
      .then(() => {
        tooLong.unref() // keeps nobody, and ends what something that is left open would keep
        say('Tenantry has stopped.')
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      })
  }
  // Before anybody is told that it is ready: whoever ends it right then must find it listening.
  process.on('SIGINT', end).on('SIGTERM', end)

  try {
    await started(server, config)
  } catch (error) {
    await server.stop()
    throw error
  }
}

const isListenError = (error: unknown) => error instanceof Error && 'syscall' in error && error.syscall === 'listen'
function sentenceOf(error: Error): string {
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program; choose one with --port (PORT).`
  if (code === 'EACCES' && port) return `Port ${port} may not be used by this account; choose one with --port (PORT).`
  return error.message
}
