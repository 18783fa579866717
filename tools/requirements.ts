// Joins the rows of docs/requirements.yaml with the tests that carry their ids in the title.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export interface Row {
  id: string
  blueprint: string
  text: string
}

export interface Test {
  file: string
  title: string
  status: 'passed' | 'failed' | 'skipped'
}

export interface Covered {
  id: string
  blueprint: string
  status: 'passed' | 'failed' | 'none'
  tests: Test[]
}

export interface Coverage {
  rows: Covered[]
  /** Ids in titles that are no row, each with the test. */
  unknown: string[]
  /** Reports that are missing or tell of files that could not be loaded: what they would prove is not known. */
  incomplete: string[]
}

interface Report {
  testResults: {
    name: string
    status: string
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

export const rowsOf = (file: string) => parse(readFileSync(file, 'utf8')) as Row[]

export function coverage(rows: Row[], root: string, reports: string[]): Coverage {
  const incomplete: string[] = []
  const tests = reports.flatMap((report) => {
    if (!existsSync(join(root, report))) {
      incomplete.push(`${report} is missing: run "npm test" first`)
      return []
    }
    const { testResults } = JSON.parse(readFileSync(join(root, report), 'utf8')) as Report
    for (const { name, status, assertionResults } of testResults) {
      const broken = status === 'failed' && !assertionResults.some((it) => it.status === 'failed')
      if (broken) incomplete.push(`${short(root, name)} could not be run`)
    }
    return testResults.flatMap((file) => testsOf(root, file))
  })

  const known = new Map<string, Covered>(
    rows.map(({ id, blueprint }) => [id, { id, blueprint, status: 'none', tests: [] }]),
  )
  const unknown: string[] = []
  for (const test of tests) {
    for (const id of idsIn(test.title, rows)) {
      const row = known.get(id)
      if (row) row.tests.push(test)
      else unknown.push(`${id} is no requirement: ${test.file} > ${test.title}`)
    }
  }
  for (const row of known.values()) row.status = statusOf(row.tests)
  return { rows: [...known.values()], unknown, incomplete }
}

/** One failed test is enough against a row; a skipped one proves nothing for it. */
function statusOf(tests: Test[]): Covered['status'] {
  if (tests.some((it) => it.status === 'failed')) return 'failed'
  return tests.some((it) => it.status === 'passed') ? 'passed' : 'none'
}

/** `BO14 BO15: the invited person gets a link` names two rows; the prefixes are those that the rows have. */
export function idsIn(title: string, rows: Row[]): string[] {
  const prefixes = new Set(rows.map((it) => it.id.replace(/\d+$/, '')))
  const found = title.match(/\b[A-Z]{2}\d+\b/g) ?? []
  return [...new Set(found)].filter((it) => prefixes.has(it.replace(/\d+$/, '')))
}

function testsOf(root: string, file: Report['testResults'][number]): Test[] {
  return file.assertionResults.map(({ ancestorTitles, title, status }) => ({
    file: short(root, file.name),
    title: [...ancestorTitles, title].filter(Boolean).join(' > '),
    status: status === 'passed' || status === 'failed' ? status : 'skipped',
  }))
}

const short = (root: string, path: string) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path)
