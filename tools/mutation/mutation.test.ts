import { expect, test } from 'vitest'
import { mutantsOf } from './mutants.ts'
import { killRate, reportOf } from './report.ts'

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

test('the run fails when more than one in twenty is not noticed, or nothing was tried', () => {
  const outcomes = (killed: number, all: number) =>
    Array.from({ length: all }, (_, n) => ({ kind: 'check', mutant: `m${n}`, killed: n < killed, by: '' }))
  expect(killRate(outcomes(19, 20))).toBe(0.95)
  expect(reportOf(outcomes(19, 20))).toMatchObject({ passed: true })
  expect(reportOf(outcomes(18, 20))).toMatchObject({ passed: false })
  expect(reportOf([])).toMatchObject({ passed: false })
  expect(reportOf(outcomes(1, 2)).text).toContain('survived')
})
