// Reads the JSON reports of vitest and adds up what the last line of `npm test` says.
import { existsSync, readFileSync } from 'node:fs'

/**
 * @param {string} file a JSON report of vitest
 * @returns {{ passed: number, failed: number } | undefined} undefined where there is no readable report
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
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
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
