/** The server's entry: reads its configuration, starts, says where it is, and ends cleanly. */
import { existsSync } from 'node:fs'
import { RolesInUse, WrongBlueprint } from './app.ts'
import { WrongConfig, readConfig } from './config.ts'
import { WrongDatabase } from './database.ts'
import { FolderInUse, NoEmbeddedPostgres } from './platform/embedded/index.ts'
import { createLogger } from './platform/log/logger.ts'
import { startServer } from './server.ts'

const expected = [WrongConfig, WrongDatabase, WrongBlueprint, RolesInUse, FolderInUse, NoEmbeddedPostgres]

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env') // what the environment says already stays
  const config = readConfig(process.argv.slice(2), process.env)
  const log = createLogger(config.logLevel)
  const server = await startServer(config, log)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  say(`\n  Tenantry is ready at ${server.address}`)
  if (server.setUpLink) say(`  Set up the first administrator (once): ${server.setUpLink}`)
  if (server.mailboxAddress) say(`  No SMTP_URL: mails are kept and can be read at ${server.mailboxAddress}`)
  say(`  Metrics: ${server.metricsAddress}\n`)

  let stopping = false
  const end = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    const tooLong = setTimeout(() => process.exit(1), 30_000)
    server
      .stop()
      .then(() => clearTimeout(tooLong))
      .catch((error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      })
  }
  process.on('SIGINT', end).on('SIGTERM', end)
}

main().catch((error: unknown) => {
  const known = expected.some((kind) => error instanceof kind) || isListenError(error)
  process.stderr.write(
    known && error instanceof Error
      ? `${sentenceOf(error)}\n`
      : `Tenantry could not start.\n${String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exitCode = 1
})

const isListenError = (error: unknown) =>
  error instanceof Error && 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'open')
function sentenceOf(error: Error): string {
  const { code, port, path } = error as { code?: string; port?: number; path?: string }
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program; choose one with --port (PORT).`
  if (code === 'EACCES' && port) return `Port ${port} may not be used by this account; choose one with --port (PORT).`
  if (code === 'ENOENT' && path)
    return `There is no file ${path}; --blueprint (BLUEPRINT) should be the name of a blueprint that comes along or a path to a file.`
  return error.message
}
