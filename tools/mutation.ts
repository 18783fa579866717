/**
 * `npm run test:mutation`: takes one wall, range or check away at a time and asks whether the tests notice. Ends with 1 when
 * more than one in twenty of a kind goes unnoticed. `npm run test:mutation -- policies checks:keys/` tries some kinds, and of
 * a kind those alone whose name holds what follows the colon.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { equivalents } from './mutation/equivalents.ts'
import * as kinds from './mutation/kinds.ts'
import { reportOf, type Outcome } from './mutation/report.ts'

const { policies, ranges, decisions, checks } = kinds
const all: Readonly<Record<string, kinds.Kind>> = { policies, decisions, ranges, checks }
const asked = process.argv.slice(2)
const wanted = new Map(
  (asked.length ? asked : Object.keys(all)).map((it) => [it.split(':')[0] ?? '', it.split(':')[1] ?? '']),
)
const unknown = [...wanted.keys()].filter((it) => !Object.hasOwn(all, it))
if (unknown.length) throw new Error(`There is no kind ${unknown.join(', ')}: there are ${Object.keys(all).join(', ')}.`)

const say = (line: string) => void process.stderr.write(`${line}\n`)
const outcomes: Outcome[] = []
const reports = join(import.meta.dirname, '../reports')
mkdirSync(reports, { recursive: true })
for (const [name, kind] of Object.entries(all).filter(([it]) => wanted.has(it))) {
  const begin = performance.now()
  outcomes.push(...(await kind(say, wanted.get(name) ?? '')))
  say(`${name} took ${((performance.now() - begin) / 1000).toFixed(0)} s`)
  writeFileSync(join(reports, 'mutation.json'), `${JSON.stringify(outcomes, null, 2)}\n`)
}
const whole = [...wanted].filter(([, part]) => part === '').map(([kind]) => kind)
const { text, passed } = reportOf(outcomes, equivalents, whole)
process.stdout.write(`${text}\n`)
process.exitCode = passed ? 0 : 1
