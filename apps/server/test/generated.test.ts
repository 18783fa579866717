/** What is printed from something else must be what it would be printed as now. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

test('schema, table types, OpenAPI document and blueprint schema are what their sources say', async () => {
  const check = promisify(execFile)(process.execPath, ['tools/generate.ts', '--check'], { cwd: root })
  await expect(check).resolves.toMatchObject({ stdout: '' })
}, 60_000)
