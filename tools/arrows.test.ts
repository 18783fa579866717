import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkArrows } from './arrows.ts'
import { tree } from './tree.ts'

const order = readFileSync(join(import.meta.dirname, 'arrows.order.json'), 'utf8')
const server = 'apps/server/src'
const features = `${server}/features`

const manifests = Object.fromEntries(
  ['packages/contract', 'packages/sdk', 'apps/server', 'apps/console'].map((folder) => [
    `${folder}/package.json`,
    JSON.stringify({ name: `@tenantry/${folder.split('/')[1]}`, exports: { '.': './src/index.ts' } }),
  ]),
)

/** The rules that a tree of these files breaks, as `file:line rule`. */
function broken(files: Record<string, string>): string[] {
  using made = tree({ ...manifests, 'tools/arrows.order.json': order, ...files })
  return checkArrows(made.root).map((it) => `${it.at.split('/').at(-1)} ${it.rule}`)
}

/** One file with one import on its second line; the imported file need not exist. */
const one = (file: string, specifier: string) => broken({ [file]: `// made\nimport '${specifier}'\n` })

test('a house in order passes', () => {
  const files = {
    'packages/contract/src/index.ts': `import Type from 'typebox'\nexport * from './users.ts'`,
    'packages/contract/src/users.ts': `export const users = {}`,
    'packages/sdk/src/index.ts': `import { users } from '@tenantry/contract'`,
    [`${server}/app.ts`]: `import * as users from './features/users/index.ts'`,
    [`${server}/main.ts`]: `import { app } from './app.ts'`,
    [`${features}/users/index.ts`]: `import * as actions from './actions.ts'\nimport './jobs.ts'`,
    [`${features}/users/jobs.ts`]: `import * as actions from './actions.ts'`,
    [`${features}/users/actions.ts`]: `import * as store from './store.ts'\nimport * as rules from './rules.ts'`,
    [`${features}/users/store.ts`]: `import { sql } from 'kysely'\nimport type { Stored } from './rules.ts'`,
    [`${features}/users/rules.ts`]: `import { refusals } from '../../platform/refusal.ts'\nimport '../roles/index.ts'`,
    [`${features}/users/users.test.ts`]: `import { sql } from 'kysely'\nimport '../audit/store.ts'\nimport pg from 'pg'`,
    [`${server}/platform/db/pool.ts`]: `import pg from 'pg'`,
    'apps/console/src/features/users/list.tsx': `import { Table } from '../../kit/table.tsx'`,
    'apps/console/src/kit/table.tsx': `export const Table = () => <p>It's fine: import 'pg'</p>`,
    'apps/console/src/app/main.tsx': `const page = import('../features/users/list.tsx')`,
  }
  expect(broken(files)).toEqual([])
})

describe.each([
  ['the contract imports only typebox', 'packages/contract/src/x.ts', 'ajv', 'contract'],
  ['the contract reads no environment', 'packages/contract/src/x.ts', 'node:process', 'contract'],
  ['the sdk knows no server', 'packages/sdk/src/x.ts', '@tenantry/server', 'server'],
  ['the console knows no server', 'apps/console/src/app/x.ts', '@tenantry/server', 'server'],
  ['a workspace is imported by name', `${server}/config.ts`, '../../../packages/contract/src/users.ts', 'workspaces'],
  ['nothing outside is imported', `${server}/config.ts`, '../../../tools/install.mjs', 'workspaces'],
  ['aliases are not used', 'apps/console/src/app/x.ts', '@/kit/table.tsx', 'aliases'],
  ['code imports no tests', `${server}/config.ts`, '../test/builders.ts', 'tests'],
  ['platform knows no feature', `${server}/platform/http/x.ts`, '../../features/users/index.ts', 'platform'],
  ['platform knows no app', `${server}/platform/http/x.ts`, '../../app.ts', 'platform'],
  ['main knows no feature', `${server}/main.ts`, './features/users/index.ts', 'app'],
  ['app enters features by their index', `${server}/app.ts`, './features/users/actions.ts', 'door'],
  ['a feature knows no app', `${features}/users/index.ts`, '../../app.ts', 'app'],
  ['a feature stands in the order', `${features}/gadgets/rules.ts`, '@tenantry/contract', 'order'],
  ['rules import no package', `${features}/users/rules.ts`, 'node:crypto', 'rules'],
  ['rules import no platform', `${features}/users/rules.ts`, '../../platform/db/tx.ts', 'rules'],
  ['rules import no store', `${features}/users/rules.ts`, './store.ts', 'layers'],
  ['a store imports no actions', `${features}/users/store.ts`, './actions.ts', 'layers'],
  ['a door imports no store', `${features}/users/index.ts`, './store.ts', 'layers'],
  ['a store imports no index', `${features}/users/store.ts`, './index.ts', 'layers'],
  ['actions know no fastify', `${features}/users/actions.ts`, 'fastify', 'actions'],
  ['actions know no fastify plugin', `${features}/users/actions.ts`, '@fastify/cookie', 'actions'],
  ['actions contain no SQL', `${features}/users/actions.ts`, 'kysely', 'actions'],
  ['actions import no jobs', `${features}/users/actions.ts`, './jobs.ts', 'layers'],
  ['a split store is a store too', `${features}/users/store/tokens.ts`, '../actions.ts', 'layers'],
  ['another feature is entered by its index', `${features}/users/actions.ts`, '../roles/store.ts', 'door'],
  ['features import downwards only', `${features}/users/actions.ts`, '../sessions/index.ts', 'order'],
  ['in a row features import leftwards only', `${features}/sessions/actions.ts`, '../passwords/index.ts', 'order'],
  ['listeners are imported by nobody', `${features}/webhooks/actions.ts`, '../audit/index.ts', 'listeners'],
  ['only the database folder imports the driver', `${features}/users/store.ts`, 'pg', 'driver'],
  ['the unscoped door has a list', `${server}/platform/jobs/x.ts`, '../db/lookup.ts', 'unscoped door'],
  ['the kit knows no feature', 'apps/console/src/kit/x.tsx', '../features/users/list.tsx', 'console'],
  ['the kit knows no app', 'apps/console/src/kit/x.tsx', '../app/router.tsx', 'console'],
  ['console features know no app', 'apps/console/src/features/users/x.tsx', '../../app/router.tsx', 'console'],
  [
    'console features enter another by its index',
    'apps/console/src/features/users/x.tsx',
    '../roles/list.tsx',
    'console',
  ],
])('%s', (_sentence, file, specifier, rule) => {
  test(`${file} may not import ${specifier}`, () => {
    expect(one(file, specifier)).toEqual([`${file.split('/').at(-1)}:2 ${rule}`])
  })
})

describe('every form of import is seen', () => {
  test.each([
    `import type { Pool } from 'pg'`,
    `import { type Pool } from "pg"`,
    `export { Pool } from 'pg'`,
    `export * from 'pg'`,
    `const it = await import('pg')`,
    'const it = await import(`pg`)',
    `let pool: import('pg').Pool`,
    `const it = require('pg')`,
    `import pg = require('pg')`,
    `import {\n  Pool,\n} from 'pg/lib/index.js'`,
  ])('%s', (code) => {
    expect(broken({ [`${server}/config.ts`]: code })).toEqual(['config.ts:1 driver'])
  })

  test('but not what only looks like one', () => {
    const code = `// import 'pg'\nconst text = "import 'pg'"\n/* require('pg') */\nconst page = <p>Don't import 'pg'</p>\n`
    expect(broken({ 'apps/server/src/config.tsx': code })).toEqual([])
  })
})

test('rings of files are found, type imports included', () => {
  const files = {
    [`${server}/platform/a.ts`]: `import './b.ts'`,
    [`${server}/platform/b.ts`]: `import './c.ts'`,
    [`${server}/platform/c.ts`]: `\nimport type { A } from './a.ts'`,
    [`${server}/platform/d.ts`]: `import './a.ts'`,
    'packages/sdk/src/index.ts': `import './self.ts'`,
    'packages/sdk/src/self.ts': `import type { Self } from '@tenantry/sdk'`,
  }
  expect(broken(files)).toEqual(['a.ts:1 cycle', 'index.ts:1 cycle'])
})

test('the list of the unscoped door: a reason lets in, a stale entry is told', () => {
  const door = `${server}/platform/db/door.ts`
  const [user, stale] = [`${server}/platform/db/migrate.ts`, `${server}/platform/jobs/runner.ts`]
  const importers = { [user]: 'migrations come before any organization', [stale]: 'once it did' }
  const written = JSON.stringify({ ...JSON.parse(order), unscopedDoor: { file: door, importers } })
  const files = { [door]: '', [user]: `import './door.ts'`, [stale]: '', 'tools/arrows.order.json': written }
  expect(broken(files)).toEqual(['arrows.order.json:1 unscoped door'])
})

test('empty names are refused, for files and for folders', () => {
  const files = ['apps/server/src/platform/utils.ts', 'apps/console/src/common/x.ts', 'tools/UserManager.ts']
  const good = ['apps/server/src/platform/service-accounts.ts', 'apps/server/src/platform/commons.ts']
  const made = Object.fromEntries([...files, ...good].map((it) => [it, '']))
  expect(broken(made).sort()).toEqual(['UserManager.ts:1 names', 'utils.ts:1 names', 'x.ts:1 names'])
})
