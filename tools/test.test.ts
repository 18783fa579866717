import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { countsOf, leftUntold, total } from './counts.mjs'
import { run } from './run.mjs'
import { choose } from './stages.mjs'
import { tree } from './tree.ts'
import { unhandledErrors } from './unhandled.ts'

const stage = (name: string) => ({ name, command: ['true'], limit: 1_000, report: '', skip: undefined })
const all = [
  [[stage('types'), stage('build')], [stage('lint')]],
  [[stage('server')], [stage('browser')]],
  [[stage('requirements')]],
]
const files = {
  server: ['apps/server/src/features/users/users.test.ts'],
  browser: ['apps/console/test/users.browser.test.ts'],
}

function chosen(asked: { only?: string[]; filters?: string[] }) {
  return choose(all, { only: [], filters: [], files, ...asked })
    .flat(2)
    .map((it) => it.name)
}

describe('the stages', () => {
  test('are all of them, unless some are asked for', () => {
    expect(chosen({})).toHaveLength(6)
    expect(chosen({ only: ['lint', 'server'] })).toEqual(['lint', 'server'])
    expect(() => chosen({ only: ['lnit'] })).toThrow('There is no stage lnit')
  })

  test('follow from the files of a filter', () => {
    expect(chosen({ filters: ['features/users'] })).toEqual(['server'])
    expect(chosen({ filters: ['browser'] })).toEqual(['build', 'browser'])
    expect(chosen({ filters: ['./apps'] })).toEqual(['build', 'server', 'browser'])
    expect(chosen({ filters: ['nonsense'] })).toEqual([])
  })
})

describe('the verdict', () => {
  const counts = (passed: number, failed: number) => ({ passed, failed })

  test('counts tests, and stages that failed without a failed test', () => {
    expect(total([{ ok: true }, { ok: true, counts: counts(5, 0) }])).toEqual(counts(5, 0))
    expect(total([{ ok: false }, { ok: false, counts: counts(5, 2) }])).toEqual(counts(5, 3))
    expect(total([{ ok: false, counts: counts(5, 0) }])).toEqual(counts(5, 1))
  })

  test('counts a failure once that a later stage only repeats', () => {
    expect(
      total([
        { ok: false, counts: counts(1, 1) },
        { ok: false, counted: true },
      ]),
    ).toEqual(counts(1, 1))
  })

  test('counts a file that could not be loaded as failed, and knows nothing without a report', () => {
    const testResults = [{ name: '/x/a.test.ts', status: 'failed', message: 'no such\nfile', assertionResults: [] }]
    using made = tree({
      'a.json': JSON.stringify({ numPassedTests: 3, numFailedTests: 0, testResults }),
      'b.json': '{',
    })
    expect(countsOf(`${made.root}/a.json`)).toEqual({ ...counts(3, 1), failures: ['a.test.ts: no such'] })
    expect(countsOf(`${made.root}/b.json`)).toBeUndefined()
    expect(countsOf(`${made.root}/c.json`)).toBeUndefined()
  })

  test('tells of errors that no test has caught, and of the last words about something wrong where nothing else explains it', () => {
    const lines: string[] = []
    const error = {
      name: 'TypeError',
      message: 'no such\nthing',
      stack: 'TypeError\n    at a (node_modules/x.js:1)\n    at b (/x/b.ts:2)',
    }
    unhandledErrors((line) => void lines.push(line)).onTestRunEnd?.(
      [],
      [{ ...error, VITEST_TEST_PATH: '/x/b.test.ts' }],
      'failed',
    )
    expect(lines).toEqual(['UNHANDLED TypeError: no such at b (/x/b.ts:2) during b.test.ts'])
    const output = `Failed to load\n\u001b[31mfine\n${lines[0]}\n`
    expect(leftUntold({ output, counts: counts(5, 0) })).toEqual(lines)
    expect(leftUntold({ output: 'Failed to load\nfine', counts: counts(5, 0) })).toEqual(['Failed to load'])
    expect(leftUntold({ output: 'Failed to load\nfine', counts: counts(5, 1) })).toEqual([])
  })

  test('names what failed, without colours: by its first line, what was waited for and where', () => {
    const failed = {
      status: 'failed',
      fullName: 'a sum is right',
      failureMessages: [
        '\u001b[31mexpected 1\u001b[39m\nCall log:\n\u001b[2m  - waiting for a row\u001b[22m\n  at see (/x/steps.ts:3:1)\n  at /x/sum.test.ts:24:9\n  at /x/run.js:1:2',
      ],
    }
    const elsewhere = { ...failed, fullName: 'a sum is wrong', failureMessages: ['no such'] }
    const passed = { status: 'passed', fullName: 'a sum is quick', failureMessages: [] }
    const testResults = [{ name: '/x/sum.test.ts', status: 'failed', assertionResults: [passed, failed, elsewhere] }]
    using made = tree({ 'a.json': JSON.stringify({ numPassedTests: 1, numFailedTests: 2, testResults }) })
    expect(countsOf(`${made.root}/a.json`)?.failures).toEqual([
      'sum.test.ts: a sum is right: expected 1 - waiting for a row (line 24)',
      'sum.test.ts: a sum is wrong: no such',
    ])
  })
})

describe('a command', () => {
  test('gives its output and its code', async () => {
    expect(await run(['sh', '-c', 'echo out; echo err >&2; exit 3'], { limit: 10_000 })).toMatchObject({
      code: 3,
      output: 'out\nerr\n',
      timedOut: false,
    })
    expect(await run(['no-such-command-anywhere'], { limit: 10_000 })).toMatchObject({ code: 127 })
  })

  test('ends with all its children when its time is over', async () => {
    const { code, output, timedOut } = await run(['sh', '-c', 'sleep 600 & echo $!; wait'], { limit: 300 })
    expect({ code, timedOut }).toEqual({ code: 124, timedOut: true })
    await expectGone(Number(output))
  })

  test('leaves nobody behind who would hold up the next one', async () => {
    const { code, output } = await run(['sh', '-c', 'sleep 600 & echo $!'], { limit: 30_000 })
    expect(code).toBe(0)
    await expectGone(Number(output))
  })
})

async function expectGone(pid: number) {
  for (let i = 0; i < 50 && isAlive(pid); i += 1) await wait(20)
  expect(isAlive(pid)).toBe(false)
}

/** Where nobody collects orphans (a container without init) an ended one keeps its number, in state Z. */
function isAlive(pid: number) {
  const record = `/proc/${pid}/stat`
  if (existsSync('/proc/self')) return existsSync(record) && !/\) Z/.test(readFileSync(record, 'utf8'))
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
