/** The project's tests in a process of their own, with one change of a source file that is never written. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'
import { variable, type Loaded } from './plugin.ts'

const root = join(import.meta.dirname, '../..')
const patience = 10 * 60_000
export interface Ran {
  /** Full names of tests. */
  readonly failed: readonly string[]
  /** Files that did not get as far as their tests. */
  readonly broken: readonly string[]
}
export type Change = Pick<Mutant, 'file' | 'start' | 'end' | 'replacement'>
export interface Asked {
  readonly change?: Change
  readonly env?: Readonly<Record<string, string>>
  /** Goes on after the first failure. */
  readonly all?: boolean
}
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly ancestorTitles: string[]
      readonly title: string
    }[]
  }[]
}

export async function runTests(
  filters: readonly string[],
  { change, env = {}, all = false }: Asked = {},
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-mutation-'))
  const report = join(folder, 'report.json')
  const flags = [
    'run',
    '--project',
    'server',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(all ? [] : ['--bail=1']),
  ]
  const loaded: Loaded | undefined = change && { ...change, path: join(root, change.file) }
  const own = { MUTATION_RUN: '1', ...env, ...(loaded && { [variable]: JSON.stringify(loaded) }) }
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...flags, ...filters], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, ...own },
    timeout: patience,
  })
  try {
    await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
    // Whatever kept the tests from ending was noticed, too.
    if (!existsSync(report)) return { failed: [], broken: ['the run did not end'] }
    return summary(JSON.parse(readFileSync(report, 'utf8')) as Report)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const summary = ({ testResults }: Report): Ran => ({
  failed: testResults.flatMap((file) =>
    file.assertionResults
      .filter((it) => it.status === 'failed')
      .map((it) => [...it.ancestorTitles, it.title].join(' > ')),
  ),
  broken: testResults
    .filter((it) => it.status === 'failed' && !it.assertionResults.some((one) => one.status === 'failed'))
    .map((it) => it.name),
})
