/**
 * A process that keeps one Vitest and one PostgreSQL for many runs of test files, one after the other: started by lanes.ts,
 * it reads what is asked from its channel. What begins anew with each run is the process of the tests.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestError } from 'vitest'
import { createVitest } from 'vitest/node'
import { aliveFile, folderVariable, metFile } from './alive.ts'
import type { Asked, Ran } from './lanes.ts'

const root = join(import.meta.dirname, '../..')
const folder = process.env[folderVariable] ?? ''
/** What a server or a test says that had no time: a machine that was busy is not a test that noticed. */
const busy = /timed out|\bunavailable\b|fetch failed|ECONNRESET/
const wasBusy = ({ message, diff, actual }: TestError) => busy.test([message, diff, actual].join())
const quiet = { onInit: () => undefined }
const vitest = await createVitest('test', { root, watch: false, project: ['server'], reporters: [quiet], bail: 1 })

async function run({ file, alive, all }: Asked): Promise<Ran> {
  writeFileSync(join(folder, aliveFile), alive ?? '')
  rmSync(join(folder, metFile), { force: true })
  for (const config of [vitest.config, ...vitest.projects.map((it) => it.config)]) config.bail = all ? 0 : 1
  vitest.state.filesMap.clear() // or the answer would hold what ran before
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications([file]),
  )
  const tests = testModules.flatMap((it) => [...it.children.allTests()])
  const failed = tests.flatMap((it) => {
    const { state, errors = [] } = it.result()
    return state === 'failed' && !errors.some(wasBusy) ? [it.fullName] : []
  })
  const broken = [
    ...tests.filter((it) => it.result().state === 'failed' && !failed.includes(it.fullName)).map((it) => it.fullName),
    ...[...testModules, ...testModules.flatMap((it) => [...it.children.allSuites()])].flatMap((it) =>
      it.errors().map(({ message }) => message),
    ),
    ...unhandledErrors.map(String),
  ]
  const passed = tests.filter((it) => it.result().state === 'passed').length
  const met = existsSync(join(folder, metFile)) ? readFileSync(join(folder, metFile), 'utf8').trim().split('\n') : []
  const [why] = tests
    .flatMap((it) => it.result().errors ?? [])
    .map(({ message, cause }) => `${cause?.message ?? ''} ${message}`.slice(0, 2_000))
  return { failed, broken, passed, met: [...new Set(met)], ...(why !== undefined && { why }) }
}

process.on('message', (asked: Asked | 'end') => {
  if (asked === 'end') return process.disconnect()
  run(asked).then(
    (ran) => process.connected && process.send?.(ran),
    (error: unknown) =>
      process.connected && process.send?.({ failed: [], broken: [String(error)], passed: 0, met: [] } satisfies Ran),
  )
})
process.on('disconnect', () => void vitest.close().then(() => process.exit()))
process.send?.('ready')
