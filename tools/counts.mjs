// Reads the JSON reports of vitest and adds up what the last line of `npm test` says.
import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/**
 * @param {string} file a JSON report of vitest
 * @returns {{ passed: number, failed: number, failures: string[] } | undefined} undefined where there is no readable
 *   report; failures: file, title and the first line of what went wrong, of ten at most
 */
export function countsOf(file) {
  if (!existsSync(file)) return undefined
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
  // A file that could not even be loaded has no failed test to count, yet something failed.
  const broken = report.testResults.filter(
    (it) => it.status === 'failed' && !it.assertionResults.some((test) => test.status === 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, failures: failuresOf(report) }
}

const mostTold = 10
function failuresOf({ testResults }) {
  const told = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    const file = name?.split('/').at(-1) ?? ''
    if (status === 'failed' && !failed.length) return [`${file}: ${briefly(message)}`]
    return failed.map((test) => `${file}: ${test.fullName}: ${briefly(test.failureMessages?.[0])}`)
  })
  return told.slice(0, mostTold)
}

function briefly(message = '') {
  return stripVTControlCharacters(message).split('\n')[0].slice(0, 300)
}

/**
 * @param {{ ok: boolean, counts?: { passed: number, failed: number }, counted?: boolean }[]} results one per stage;
 *   counted: its failure is already counted by another stage
 */
export function total(results) {
  let passed = 0
  let failed = 0
  for (const { ok, counts, counted = false } of results) {
    passed += counts?.passed ?? 0
    failed += counts?.failed ?? 0
    if (!ok && !counted && !counts?.failed) failed += 1
  }
  return { passed, failed }
}
