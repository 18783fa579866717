/** The kinds of mutants, and which tests must notice each. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract, type RouteSpec } from '@tenantry/contract'
import { mutantsOf } from './mutants.ts'
import type { Outcome } from './report.ts'
import { runTests, type Change, type Ran } from './vitest.ts'

const root = join(import.meta.dirname, '../..')
export type Say = (line: string) => void
export type Kind = (say: Say) => Promise<Outcome[]>

/** A proof in a world of its own tries its mutants itself, and writes what it found. */
async function within(kind: string, file: string): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-mutation-'))
  const report = join(folder, 'report.json')
  try {
    const { failed, broken } = await runTests([file], { env: { MUTATION: kind, MUTATION_REPORT: report }, all: true })
    if (failed.length + broken.length) throw new Error(`${file}: ${[...failed, ...broken].join('; ')}`)
    return (JSON.parse(readFileSync(report, 'utf8')) as Outcome[]).map((it) => ({ ...it, kind }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
/** Row security, as the catalogue's proof sees it. */
export const policies: Kind = () => within('policies', 'apps/server/test/policies.mutation.ts')
/** The ranges of the stores, each taken out while row security is off. */
export const ranges: Kind = () => within('ranges', 'apps/server/test/isolation.property.test.ts')

/**
 * The decision of each route that needs a permission, taken out of all at once: what a row of the matrix asks of its route,
 * only that route answers, so each is judged by its own tests.
 */
export const decisions: Kind = async () => {
  const file = 'apps/server/src/platform/http/perform.ts'
  const decided = 'settle(doorway.authority.decide(actor, route.access, place))'
  const source = readFileSync(join(root, file), 'utf8')
  const start = source.indexOf(decided)
  if (start < 0) throw new Error(`${file} decides in other words: say them here`)
  const change = { file, start, end: start + decided.length, replacement: `(place ?? ${decided})` }
  const sound = await runTests(['apps/server/test/matrix.test.ts'], { all: true })
  const { failed } = await runTests(['apps/server/test/matrix.test.ts'], { change, all: true })
  const features: Readonly<Record<string, Readonly<Record<string, RouteSpec>>>> = contract
  const routes = Object.entries(features).flatMap(([feature, verbs]) =>
    Object.entries(verbs)
      .filter(([, { access }]) => access.includes('.'))
      .map(([verb, { access }]) => ({ name: `${feature}.${verb}`, access })),
  )
  return routes.map(({ name, access }) => {
    const by = failed.filter((it) => it.endsWith(` > ${name}`) && !sound.failed.includes(it))
    return { kind: 'decisions', mutant: `${name} without ${access}`, killed: by.length > 0, by: by[0] ?? 'the matrix' }
  })
}

const feature = (name: string) => `apps/server/src/features/${name}/`
const everywhere = [
  ...['matrix', 'story', 'conventions', 'decided-anew', 'bad-input'].map((it) => `apps/server/test/${it}.test.ts`),
  ...['users', 'invitations', 'roles', 'access', 'passwords', 'addresses', 'sessions', 'organizations'].map(feature),
]
/** What a file of rules is tried by: first its own feature's tests, then, where these notice nothing, others that use it. */
function testsOf(file: string): readonly (readonly string[])[] {
  const own = /features\/(\w+)\//.exec(file)?.[1]
  if (own && own !== 'roles') return [[feature(own)], everywhere]
  if (file.endsWith('perform.ts')) return [[feature('sessions'), feature('keys')], everywhere]
  return [[feature('roles'), feature('access')], [feature('users')], everywhere]
}
const sources = [
  'apps/server/src/features/*/rules*.ts',
  'packages/contract/src/judging.ts',
  'apps/server/src/platform/http/perform.ts',
]

/** The checks in rules, two at a time. `MUTATION_FILES`: a part of the path of those wanted. */
export const checks: Kind = async (say) => {
  const wanted = process.env['MUTATION_FILES'] ?? ''
  const files = sources.flatMap((it) => globSync(it, { cwd: root })).filter((it) => it.includes(wanted))
  const mutants = files.sort().flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')))
  const outcomes: Outcome[] = []
  const lane = async () => {
    for (let it = mutants.shift(); it; it = mutants.shift()) {
      const by = await noticed(testsOf(it.file), it)
      const mutant = `${it.file}:${it.line} ${it.what} -> ${it.replacement}`
      outcomes.push({ kind: 'checks', mutant, killed: by !== undefined, by: by ?? 'all tests that use it' })
      say(`${by === undefined ? 'survived' : 'noticed'}: ${mutant}${by === undefined ? '' : ` (${by})`}`)
    }
  }
  await Promise.all([lane(), lane()])
  return outcomes
}

/** Only what passes without the mutant counts. */
async function noticed(stages: readonly (readonly string[])[], change: Change): Promise<string | undefined> {
  for (const tests of stages) {
    const by = first(await runTests(tests, { change }))
    if (by !== undefined && !(await failingAnyway(tests)).includes(by)) return by
  }
  return undefined
}
const first = ({ failed, broken }: Ran): string | undefined => failed[0] ?? broken[0]
const known = new Map<string, Promise<readonly string[]>>()
/** What fails of these tests without any mutant, asked once. */
function failingAnyway(tests: readonly string[]): Promise<readonly string[]> {
  const key = tests.join()
  const asked = known.get(key) ?? runTests(tests, { all: true }).then(({ failed, broken }) => [...failed, ...broken])
  known.set(key, asked)
  return asked
}
