/** All mutants of a file at once, each beside what it replaces: which one is alive is asked when the code runs. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mutantsOf, type Mutant } from './mutants.ts'

const root = join(import.meta.dirname, '../..')
const performing = 'apps/server/src/platform/http/perform.ts'
const checked = ['apps/server/src/features/*/rules*.ts', 'packages/contract/src/judging.ts', performing]

/** `file:start-end`, which no two mutants of a kind share. */
export const nameOf = ({ file, start, end }: Mutant): string => `${file}:${start}-${end}`

/** For people, and for the list of equivalents. */
export const labelOf = ({ file, line, what, replacement }: Mutant): string =>
  `${file}:${line} ${what} -> ${replacement}`

/** In the files whose path holds one of the parts, which commas part, in their order. */
export function checksIn(parts: string): Mutant[] {
  const files = checked.flatMap((it) => globSync(it, { cwd: root })).sort()
  const wanted = new Set(parts.split(',').flatMap((part) => files.filter((it) => it.includes(part))))
  return [...wanted].flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')))
}

const decision = 'settle(doorway.authority.decide(actor, route.access, place))'
/** No route decides whether its caller holds the permission. */
export function undecided(): Mutant {
  const source = readFileSync(join(root, performing), 'utf8')
  const start = source.indexOf(decision)
  if (start < 0) throw new Error(`${performing} decides in other words: say them in ${import.meta.filename}`)
  const line = source.slice(0, start).split('\n').length
  const replacement = `(place ?? ${decision})`
  return { file: performing, line, start, end: start + decision.length, replacement, what: decision, refusal: null }
}

/** `mutants` are of this source, outer ones before those within them. */
export function withSwitches(source: string, mutants: readonly Mutant[], from: string): string {
  const opening = new Map<number, string>()
  const closing = new Map<number, string>()
  for (const it of mutants) {
    const asked = `(isAlive(${JSON.stringify(nameOf(it))}) ? ${it.replacement} : (`
    opening.set(it.start, (opening.get(it.start) ?? '') + asked)
    closing.set(it.end, `${closing.get(it.end) ?? ''}))`)
  }
  const places = [...new Set([0, ...opening.keys(), ...closing.keys(), source.length])].sort((a, b) => a - b)
  const pieces = places.map(
    (at, i) => `${closing.get(at) ?? ''}${opening.get(at) ?? ''}${source.slice(at, places[i + 1] ?? at)}`,
  )
  return `import { isAlive } from ${JSON.stringify(from)}; ${pieces.join('')}`
}
