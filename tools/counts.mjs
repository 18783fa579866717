// Reads the JSON reports of vitest and adds up what the last line of `npm test` says.
import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/**
 * @param {string} file a JSON report of vitest
 * @returns {{ passed: number, failed: number, failures: string[] } | undefined} undefined where there is no readable
 *   report; failures: file, title, the first line of what went wrong, what was waited for and in which line, of ten at most
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
    if (status === 'failed' && !failed.length) return [`${file}: ${briefly(message, file)}`]
    return failed.map((test) => `${file}: ${test.fullName}: ${briefly(test.failureMessages?.[0], file)}`)
  })
  return told.slice(0, mostTold)
}

function briefly(message = '', file) {
  const lines = stripVTControlCharacters(message).split('\n')
  const awaited = lines.find((it) => it.includes('- waiting for '))
  const [, at] = lines.findLast((it) => it.includes(`/${file}:`))?.match(/:(\d+):\d+\)?$/) ?? []
  const told = [lines[0], awaited?.trim(), at && `(line ${at})`].filter(Boolean)
  return told.map((it) => it.slice(0, 300)).join(' ')
}

/** How a line begins that tells of an error no test has caught (tools/unhandled.ts). */
export const unhandledMark = 'UNHANDLED '

/**
 * What is to be told at the very end of a stage that failed: errors that no test has caught, or, where neither they nor a
 * failed test explain it, the last lines that speak of something wrong.
 * @param {{ output: string, counts?: { failed: number } }} stage
 * @returns {string[]} ten lines at most
 */
export function leftUntold({ output, counts }) {
  const lines = stripVTControlCharacters(output).split('\n')
  const unhandled = lines.filter((it) => it.startsWith(unhandledMark))
  if (unhandled.length || counts?.failed) return unhandled.slice(0, mostTold)
  return lines
    .filter((it) => /error|time-?d? ?out|fail|terminat/i.test(it))
    .slice(-mostTold)
    .map((it) => it.trim().slice(0, 300))
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
