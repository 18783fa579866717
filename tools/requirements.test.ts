import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coverage, idsIn, rowsOf } from './requirements.ts'
import { tree } from './tree.ts'

const rows = ['AA1', 'AA2', 'BB1', 'BB2'].map((id) => ({
  id,
  blueprint: id.startsWith('A') ? 'first' : 'second',
  text: id,
}))

function reportOf(tests: [titles: string[], status: string][], fileStatus = 'passed') {
  const assertionResults = tests.map(([titles, status]) => ({
    ancestorTitles: titles.slice(0, -1),
    title: titles.at(-1),
    status,
  }))
  return JSON.stringify({ testResults: [{ name: 'users.test.ts', status: fileStatus, assertionResults }] })
}

function covered(reports: Record<string, string>) {
  using made = tree(reports)
  return coverage(rows, made.root, ['server.json', 'browser.json'])
}

test('a row passes by a passing test, in either report, named in any title', () => {
  const { rows: found } = covered({
    'server.json': reportOf([
      [['AA1 AA2: invitations', 'arrive'], 'passed'],
      [['BB1: a skipped test proves nothing'], 'skipped'],
    ]),
    'browser.json': reportOf([[['the list', 'BB2 sorts'], 'passed']]),
  })
  expect(found.map((it) => `${it.id} ${it.status}`)).toEqual(['AA1 passed', 'AA2 passed', 'BB1 none', 'BB2 passed'])
  expect(found[3]?.tests).toEqual([{ file: 'users.test.ts', title: 'the list > BB2 sorts', status: 'passed' }])
})

test('one failed test is enough against a row', () => {
  const { rows: found } = covered({
    'server.json': reportOf([[['AA1 works'], 'passed']]),
    'browser.json': reportOf([[['AA1 works here as well'], 'failed']]),
  })
  expect(found[0]?.status).toBe('failed')
})

test('an id that is no row is an error, a word that looks like one is not', () => {
  const { unknown } = covered({
    'server.json': reportOf([[['AA9 and AA1 and UTF8 and ISO4217'], 'passed']]),
    'browser.json': reportOf([]),
  })
  expect(unknown).toEqual([expect.stringContaining('AA9 is no requirement')])
  expect(idsIn('AA1, AA12 and xAA2 AA1', rows)).toEqual(['AA1', 'AA12'])
})

describe('what is not known is told', () => {
  test('a missing report', () => {
    expect(covered({ 'server.json': reportOf([]) }).incomplete).toEqual([expect.stringContaining('browser.json')])
  })

  test('a test file that could not be loaded', () => {
    const reports = { 'server.json': reportOf([], 'failed'), 'browser.json': reportOf([]) }
    expect(covered(reports).incomplete).toEqual(['users.test.ts could not be run'])
  })
})

test('the rows of the project are whole: five blueprints, no id twice, no gap in the numbers', () => {
  const real = rowsOf(join(import.meta.dirname, '../docs/requirements.yaml'))
  expect(new Set(real.map((it) => it.id)).size).toBe(real.length)
  const perBlueprint = [...Map.groupBy(real, (it) => it.blueprint)].map(([name, them]) => {
    const numbers = them.map((it) => Number(it.id.slice(2)))
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    return `${name} ${them.length}`
  })
  expect(perBlueprint).toEqual(['backoffice 43', 'presales 44', 'channel 21', 'organizations 35', 'automation 17'])
})
