/** The kinds of mutants, and which tests must notice each. */
import { contract, type RouteSpec } from '@tenantry/contract'
import { globSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { equivalents } from './equivalents.ts'
import { Lanes, type Asked, type Ran } from './lanes.ts'
import type { Mutant } from './mutants.ts'
import type { Outcome } from './report.ts'
import { checksIn, labelOf, nameOf, undecided } from './schema.ts'

const root = join(import.meta.dirname, '../..')
export type Say = (line: string) => void
/** `part`: of the path of the files wanted, where a kind has files. */
export type Kind = (say: Say, part: string) => Promise<Outcome[]>

async function withLanes<T>(count: number, env: Readonly<Record<string, string>>, work: (lanes: Lanes) => Promise<T>) {
  const lanes = new Lanes(count, env)
  try {
    return await work(lanes)
  } finally {
    await lanes.end()
  }
}
/** What passes without a mutant, or nothing is proven by what fails with one. */
function sound(file: string, { failed, broken, passed, why = '' }: Ran): void {
  if (failed.length + broken.length || passed === 0)
    throw new Error(`${file} fails without any mutant: ${[...failed, ...broken].join('; ')}: ${why}`)
}

/** A proof in a world of its own tries its mutants itself, and writes what it found. */
async function within(kind: string, file: string): Promise<Outcome[]> {
  const report = join(root, `reports/mutation-${kind}.json`)
  mkdirSync(join(root, 'reports'), { recursive: true })
  const env = { MUTATION: kind, MUTATION_REPORT: report }
  sound(file, await withLanes(1, env, (lanes) => passing(lanes, 0, { file, all: true })))
  return (JSON.parse(readFileSync(report, 'utf8')) as Outcome[]).map((it) => ({ ...it, kind }))
}
/** Row security, as the catalogue's proof sees it. */
export const policies: Kind = () => within('policies', 'apps/server/test/policies.mutation.ts')
/**
 * The ranges of the stores, each taken out while row security is off: tried by the isolation proof, and what goes unnoticed
 * there by the tests of the features that send it. `part`: of the ranges to look at.
 */
export const ranges: Kind = async (say, part) => {
  const tried = await within('ranges', 'apps/server/test/isolation.property.test.ts')
  for (const it of tried) say(`${it.killed ? 'noticed' : 'left'}: ${it.mutant} (${it.by})`)
  // Those with a known reason at last: whoever stops the run early has seen what matters.
  const isKnown = ({ mutant }: Outcome) => `ranges ${mutant}` in equivalents
  const left = tried
    .filter((it) => !it.killed && it.mutant.includes(part))
    .toSorted((one, other) => Number(isKnown(one)) - Number(isKnown(other)))
  const noticed = await byTests(
    say,
    left.map(({ mutant, by, of = [] }) => ({
      alive: `ranges ${mutant}`,
      mutant,
      by,
      tests: testsIn([...of, ...general, '*']).concat(across),
    })),
    'ranges',
  )
  return tried
    .map((it) => noticed.find((one) => one.mutant === it.mutant) ?? it)
    .map((it) => ({ ...it, kind: 'ranges' }))
}

/**
 * The decision of each route that needs a permission, taken out of all at once: what a row of the matrix asks of its route,
 * only that route answers, so each is judged by its own tests.
 */
export const decisions: Kind = async () => {
  const file = 'apps/server/test/matrix.test.ts'
  const ran = await withLanes(1, {}, async (lanes) => {
    sound(file, await passing(lanes, 0, { file, all: true }))
    return lanes.run(0, { file, all: true, alive: nameOf(undecided()) })
  })
  const features: Readonly<Record<string, Readonly<Record<string, RouteSpec>>>> = contract
  const routes = Object.entries(features).flatMap(([feature, verbs]) =>
    Object.entries(verbs)
      .filter(([, { access }]) => access.includes('.'))
      .map(([verb, { access }]) => ({ name: `${feature}.${verb}`, access })),
  )
  return routes.map(({ name, access }) => {
    const by = ran.failed.find((it) => it.endsWith(` > ${name}`))
    return { kind: 'decisions', mutant: `${name} without ${access}`, killed: by !== undefined, by: by ?? 'the matrix' }
  })
}

const testsIn = (folders: readonly string[]): string[] => [
  ...new Set(folders.flatMap((it) => globSync(`apps/server/src/features/${it}/*.test.ts`, { cwd: root }).sort())),
]
/** Whose tests use the rules of others. */
const general = ['users', 'invitations', 'roles', 'access', 'organizations', 'sessions', 'passwords']
const across = ['matrix', 'story', 'decided-anew', 'too-soon', 'rank-first', 'conventions', 'bad-input', 'limits'].map(
  (it) => `apps/server/test/${it}.test.ts`,
)
const neighbours: Readonly<Record<string, readonly string[]>> = {
  identities: ['passwords', 'invitations', 'addresses'],
  inheritance: ['policies', 'settings'],
  joinings: ['users', 'invitations'],
  'packages/contract': ['roles', 'access'],
  'platform/http': ['sessions', 'keys', 'access'],
}
/**
 * What a mutant is tried by: the tests of its own feature first, at last everything else that comes by; and of all these
 * first what speaks of the refusal that it drops.
 */
function testsOf({ file, refusal }: Mutant): string[] {
  const own = /features\/(\w+)\//.exec(file)?.[1]
  const near = Object.entries(neighbours).flatMap(([part, names]) => (file.includes(part) ? names : []))
  const tests = testsIn([...(own === undefined ? [] : [own]), ...near, ...general, '*']).concat(across)
  const speaks = (it: string) => refusal !== null && readFileSync(join(root, it), 'utf8').includes(refusal)
  return [...tests.filter(speaks), ...tests.filter((it) => !speaks(it))]
}

/** The checks in rules. */
export const checks: Kind = async (say, part) => {
  const outcomes = await byTests(
    say,
    checksIn(part).map((it) => ({
      alive: nameOf(it),
      mutant: labelOf(it),
      by: 'all tests that come by',
      tests: testsOf(it),
    })),
  )
  return outcomes.map((it) => ({ ...it, kind: 'checks' }))
}

/** What ran out of time on a busy machine gets another chance. */
async function passing(lanes: Lanes, lane: number, asked: Asked): Promise<Ran> {
  const ran = await lanes.run(lane, asked)
  return ran.broken.length && !ran.failed.length ? lanes.run(lane, asked) : ran
}

/**
 * The test that fails. One that was told to come back later, or ran out of time, may have met a busy machine: the same
 * one again has not.
 */
async function seenIn(lanes: Lanes, lane: number, asked: Asked): Promise<string | undefined> {
  const { failed, broken } = await lanes.run(lane, asked)
  if (failed[0] !== undefined || broken.length === 0) return failed[0]
  const again = await lanes.run(lane, asked)
  return again.failed[0] ?? again.broken.find((it) => broken.includes(it))
}

interface Trial extends Pick<Outcome, 'mutant' | 'by'> {
  readonly alive: string
  readonly tests: readonly string[]
}
/**
 * Each mutant by the test files that come by its place without it, in order, until a test fails. Two at a time.
 * `unharmed`: what is alive where a file must pass to count.
 */
function byTests(say: Say, trials: readonly Trial[], unharmed = ''): Promise<Omit<Outcome, 'kind'>[]> {
  return withLanes(2, {}, async (lanes) => {
    const known = new Map<string, Promise<Ran>>()
    const without = (lane: number, file: string) => {
      const asked = known.get(file) ?? passing(lanes, lane, { file, alive: unharmed })
      known.set(file, asked)
      return asked
    }
    const waiting = [...trials]
    const outcomes: Omit<Outcome, 'kind'>[] = []
    const noticed = async (lane: number, { alive, tests }: Trial): Promise<string | undefined> => {
      for (const file of tests) {
        const ran = await without(lane, file)
        if (unharmed === '') sound(file, ran)
        // With row security off some tests must fail.
        if (ran.failed.length + ran.broken.length || !ran.met.includes(alive)) continue
        const by = await seenIn(lanes, lane, { file, alive })
        if (by !== undefined) return by
      }
      return undefined
    }
    const take = async (lane: number) => {
      for (let it = waiting.shift(); it; it = waiting.shift()) {
        const by = await noticed(lane, it)
        outcomes.push({ mutant: it.mutant, killed: by !== undefined, by: by ?? it.by })
        say(by === undefined ? `survived: ${it.mutant}` : `noticed: ${it.mutant} (${by})`)
      }
    }
    await Promise.all([take(0), take(1)])
    return outcomes
  })
}
