// `npm run coverage:requirements`: which requirements have a passing test. --json for programs, --brief for `npm test`.
// Exits 1 where a test of a row failed, 2 where the reports cannot be relied on.
import { join } from 'node:path'
import { type Covered, coverage, rowsOf } from './requirements.ts'

const reports = ['reports/server.json', 'reports/browser.json']
const root = join(import.meta.dirname, '..')
const asked = new Set(process.argv.slice(2))

const rows = rowsOf(join(root, 'docs/requirements.yaml'))
const { rows: covered, unknown, incomplete } = coverage(rows, root, reports)
const textOf = new Map(rows.map((it) => [it.id, it.text]))

if (asked.has('--json')) process.stdout.write(`${JSON.stringify(covered, null, 2)}\n`)
else for (const [blueprint, them] of Map.groupBy(covered, (it) => it.blueprint)) print(blueprint, them)

for (const it of [...unknown, ...incomplete]) console.error(it)
if (unknown.length || incomplete.length) process.exitCode = 2
else if (covered.some((it) => it.status === 'failed')) process.exitCode = 1

function print(blueprint: string, them: Covered[]) {
  const of = (status: Covered['status']) => them.filter((it) => it.status === status)
  const [passed, failed, none] = [of('passed'), of('failed'), of('none')]
  console.log(
    `${blueprint}: ${passed.length} of ${them.length} passed, ${failed.length} failed, ${none.length} without a test`,
  )
  for (const { id, tests } of failed) {
    console.log(`  failed ${id}  ${textOf.get(id)}`)
    for (const it of tests.filter((test) => test.status === 'failed')) console.log(`         ${it.file} > ${it.title}`)
  }
  if (asked.has('--brief')) return
  for (const { id, tests } of passed) console.log(`  passed ${id}  (${tests.length}) ${textOf.get(id)}`)
  for (const { id } of none) console.log(`  none   ${id}  ${textOf.get(id)}`)
}
