/**
 * `npm run generate`: what is printed from something else, so that it is written once; `--check` only compares.
 * schema.sql and tables.gen.ts come from the migrations, openapi.json from the contract, the blueprint's JSON Schema
 * from its TypeBox schema.
 */
import { Blueprint, PoliciesOfBlueprint, SettingsOfBlueprint } from '@tenantry/contract'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { migrate } from '../apps/server/src/platform/db/migrate.ts'
import { databaseName, prepareCluster } from '../apps/server/src/platform/db/roles.ts'
import { startEmbedded } from '../apps/server/src/platform/embedded/index.ts'
import { openApiDocument } from './openapi.ts'
import { printSchema } from './print-schema.ts'

const root = resolve(import.meta.dirname, '..')
const run = promisify(execFile)
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

async function fromMigrations(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-generate-'))
  const server = await startEmbedded({ dataDir: folder, log: () => undefined })
  try {
    await prepareCluster(server.connection(server.superuser, 'postgres'))
    await migrate(server.connection('tenantry_owner', databaseName))
    const { host, user } = server.connection(server.superuser, databaseName)
    const types = join(folder, 'tables.ts')
    const url = `postgres://${user}@/${databaseName}?host=${encodeURIComponent(host)}`
    const options = ['--dialect', 'postgres', '--url', url, '--out-file', types, '--log-level', 'error']
    const selection = [
      '--include-pattern',
      'public.*',
      '--exclude-pattern',
      '*.{events_,sign_ins_,kysely_}*',
      '--type-mapping',
      '{"int8":"number"}',
    ]
    await run(process.execPath, [join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'), ...options, ...selection])
    return {
      'apps/server/src/platform/db/tables.gen.ts': await readFile(types, 'utf8'),
      'apps/server/migrations/schema.sql': await printSchema(server.connection(server.superuser, databaseName)),
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const files: Record<string, string> = {
  ...(await fromMigrations()),
  'docs/reference/openapi.json': pretty(await openApiDocument()),
  'docs/reference/blueprint.schema.json': pretty({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...Blueprint,
    // The server checks them by their registry; editors complete them from here.
    properties: { ...Blueprint.properties, policies: PoliciesOfBlueprint, settings: SettingsOfBlueprint },
  }),
}
const read = (path: string) => readFile(join(root, path), 'utf8').catch(() => '') // one that is not there differs
const stale: string[] = []
for (const [path, text] of Object.entries(files)) {
  if ((await read(path)) === text) continue
  stale.push(path)
  if (!process.argv.includes('--check')) await writeFile(join(root, path), text)
}
const word = process.argv.includes('--check') ? 'not what it is generated from (npm run generate)' : 'written anew'
for (const path of stale) process.stdout.write(`${path}: ${word}\n`)
process.exitCode = process.argv.includes('--check') && stale.length ? 1 : 0
