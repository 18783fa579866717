import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { equivalents } from './equivalents.ts'
import { mutantsOf } from './mutants.ts'
import { mutation } from './plugin.ts'
import { keyOf, killRate, reportOf } from './report.ts'
import { checksIn, labelOf, nameOf, undecided, withSwitches } from './schema.ts'

const dropped = (source: string) => mutantsOf('rules.ts', source).map((it) => `${it.what} -> ${it.replacement}`)

test('a mutant never refuses where there is a refusal, nor by one part of its reason', () => {
  expect(dropped(`function mayGo(a) { if (a.gone) return refuse('gone'); return grant(a) }`)).toEqual([
    'a.gone -> false',
  ])
  expect(dropped(`function f(a) { if (a || b) { throw new Refusal(x) } }`)).toEqual([
    'a || b -> false',
    'a -> false',
    'b -> false',
  ])
  expect(
    dropped(
      `const move = refusals(it); function f(a) { if (a) return move('x'); if (b) return grant(a); return move('y') }`,
    ),
  ).toEqual(['a -> false', 'b -> true'])
  // Taking one of two conditions away would refuse more, not less.
  expect(dropped(`function f(a) { if (a && b) return refuse('x') }`)).toEqual(['a && b -> false'])
})

test('a mutant always grants where the two are weighed', () => {
  expect(dropped(`const f = (a) => (a && b ? grant(a) : refuse('x'))`)).toEqual([
    'a && b -> true',
    'a -> true',
    'b -> true',
  ])
  expect(dropped(`const f = (a) => (a === undefined ? refuse('x') : grant(a))`)).toEqual(['a === undefined -> false'])
  expect(dropped(`const f = (a) => (a ? one : two)`)).toEqual([])
})

test('a mutant leaves one condition out of a decision by true or false', () => {
  expect(dropped('const mayDo = (a, b) => a.x && inside(b)')).toEqual(['a.x -> true', 'inside(b) -> true'])
  expect(dropped('const outranks = (a, b) => b.every((it) => a.includes(it))')).toEqual([
    'b.every((it) => a.includes(it)) -> true',
  ])
  expect(dropped('const nameOf = (a, b) => a.x && b')).toEqual([])
})

test('a mutant says where it stands, so that it can be put there', () => {
  const source = `\nconst mayDo = (a) => (a.ok ? grant(a) : refuse('x'))`
  const [one] = mutantsOf('rules.ts', source)
  expect(one && source.slice(0, one.start) + one.replacement + source.slice(one.end)).toBe(
    `\nconst mayDo = (a) => (true ? grant(a) : refuse('x'))`,
  )
  expect(one?.line).toBe(2)
})

test('each mutant stands beside what it replaces, and the one that is alive takes its place', () => {
  const source = 'export const mayGo = (a) => (a.open && a.known ? grant(a) : refuse("x"))'
  const mutants = mutantsOf('rules.ts', source)
  expect(mutants).toHaveLength(3)
  const switched = withSwitches(source, mutants, 'alive.ts')
  expect(switched.split('\n')).toHaveLength(1) // lines stay where they are
  const mayGoWith = (alive: string) => {
    const body = switched.replace('import { isAlive } from "alive.ts"; export const mayGo =', '')
    const given = { isAlive: (it: string) => it === alive, grant: () => true, refuse: () => false }
    return runInNewContext(`(${body})`, given) as (a: { open: boolean; known: boolean }) => boolean
  }
  const answers = (alive: string) =>
    [true, false].flatMap((open) => [true, false].map((known) => mayGoWith(alive)({ open, known })))
  expect(answers('none')).toEqual([true, false, false, false])
  expect(Object.fromEntries(mutants.map((it) => [it.what, answers(nameOf(it))]))).toEqual({
    'a.open && a.known': [true, true, true, true],
    'a.open': [true, false, true, false],
    'a.known': [true, true, false, false],
  })
})

test('every source with checks gets its switches, and can still be read', () => {
  const root = join(import.meta.dirname, '../..')
  const { load } = mutation()
  const all = [...checksIn(''), undecided()]
  const names = all.map(nameOf)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(150)
  for (const file of new Set(all.map((it) => it.file))) {
    const switched = load(join(root, file)) ?? ''
    expect(switched.match(/isAlive\("/g)).toHaveLength(all.filter((it) => it.file === file).length)
    expect(parseSync(file, switched).errors).toEqual([])
  }
  expect(load(join(root, 'tools/mutation.ts'))).toBeNull()
})

test('the run fails when more than one in twenty is not noticed, or nothing was tried', () => {
  const outcomes = (killed: number, all: number) =>
    Array.from({ length: all }, (_, n) => ({ kind: 'check', mutant: `m${n}`, killed: n < killed, by: '' }))
  expect(killRate(outcomes(19, 20))).toBe(0.95)
  expect(reportOf(outcomes(19, 20))).toMatchObject({ passed: true })
  expect(reportOf(outcomes(18, 20))).toMatchObject({ passed: false })
  expect(reportOf([])).toMatchObject({ passed: false })
  expect(reportOf(outcomes(1, 2)).text).toContain('survived')
})

test('what nobody could notice is told with its reason, and does not count; the list must be true', () => {
  const listed = { 'checks a/rules.ts x -> false': 'x is always false' }
  const one = { kind: 'checks', mutant: 'a/rules.ts:7 x -> false', killed: false, by: '' }
  const other = { kind: 'checks', mutant: 'a/rules.ts:9 y -> false', killed: true, by: 'a test' }
  const sound = reportOf([one, other], listed, ['checks'])
  expect(sound).toMatchObject({ passed: true })
  expect(sound.text).toContain('x is always false')
  expect(sound.text).toContain('checks: 1 of 1 noticed')
  expect(reportOf([{ ...one, killed: true }, other], listed, ['checks'])).toMatchObject({ passed: false })
  expect(reportOf([other], listed, ['checks'])).toMatchObject({ passed: false })
  expect(reportOf([other], listed, [])).toMatchObject({ passed: true }) // others were asked for
  const checks = checksIn('').map((it) => keyOf({ kind: 'checks', mutant: labelOf(it) }))
  for (const key of Object.keys(equivalents).filter((it) => it.startsWith('checks '))) expect(checks).toContain(key)
})

test('no kind makes up for another', () => {
  const of = (kind: string, killed: boolean) => ({ kind, mutant: kind, killed, by: '' })
  expect(reportOf([...Array.from({ length: 99 }, () => of('policies', true)), of('checks', false)])).toMatchObject({
    passed: false,
  })
})
