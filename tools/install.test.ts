import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hostEnvironment, isCurrent } from './install.mjs'
import { tree } from './tree.ts'

const lock = (version: string) =>
  JSON.stringify({
    packages: {
      '': { name: 'root' },
      'apps/server': { name: 'workspace' },
      'node_modules/kysely': { version },
      'node_modules/for-another-system': { version: '1.0.0', optional: true },
    },
  })
const installed = (version: string) => JSON.stringify({ packages: { 'node_modules/kysely': { version } } })

describe('node_modules is current', () => {
  test('when npm installed what the lockfile says; then a stamp says so too', () => {
    using made = tree({ 'package-lock.json': lock('1.0.0'), 'node_modules/.package-lock.json': installed('1.0.0') })
    expect(isCurrent(made.root)).toBe(true)
    expect(existsSync(join(made.root, 'node_modules/.tenantry-lockfile'))).toBe(true)
    writeFileSync(join(made.root, 'package-lock.json'), lock('2.0.0'))
    expect(isCurrent(made.root)).toBe(false)
  })

  test('not when it is missing, incomplete or of another version', () => {
    using missing = tree({ 'package-lock.json': lock('1.0.0') })
    using other = tree({ 'package-lock.json': lock('1.0.0'), 'node_modules/.package-lock.json': installed('0.9.0') })
    using empty = tree({ 'package-lock.json': lock('1.0.0'), 'node_modules/.package-lock.json': '{"packages":{}}' })
    expect([missing, other, empty].map((it) => isCurrent(it.root))).toEqual([false, false, false])
  })
})

test("npm gets the host's node, since it deletes the one of node_modules, and nothing of an outer npm run", () => {
  using made = tree({ 'host/npm': '', 'host/node': '' })
  const host = join(made.root, 'host')
  const env = hostEnvironment({
    PATH: `/project/node_modules/.bin:${host}`,
    npm_config_local_prefix: '/outer',
    npm_package_name: 'outer',
    npm_config_cache: '/cache',
  })
  expect(env).toEqual({ PATH: host, npm_config_cache: '/cache' })
})
