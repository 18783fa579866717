import { expect, test } from 'vitest'
import { isSafePattern, matchesPattern } from './policy-pattern.ts'

test.each([
  '[A-Z]{2,8}',
  '^[A-Z][A-Z0-9]{1,7}$',
  String.raw`\w+-\d{4}`,
  'DE-[0-9]{4}|AT-[0-9]{4}',
  'ACME.?',
  String.raw`[^\d]+`,
])('OR27: a pattern of the safe subset is taken: %s', (pattern) => {
  expect(isSafePattern(pattern)).toBe(true)
})

test.each([
  ['a repeated group', '(a+)+'],
  ['a group at all', '(ab)c'],
  ['a backreference', String.raw`[a-z]\1`],
  ['a named backreference', String.raw`\k<x>`],
  ['looking ahead', '(?=a)b'],
  ['looking behind', '(?<=a)b'],
  ['lazy repetition', 'a+?b'],
  ['a repeated repetition', 'a**'],
  ['four parts of varying length', 'a*b*c*d*'],
  ['a range that runs backwards', '[z-a]'],
  ['a count that runs backwards', 'a{5,2}'],
  ['a class that does not end', '[abc'],
  ['a property class', String.raw`\p{L}`],
  ['a control character', 'a\nb'],
  ['nothing', ''],
  ['101 characters', 'a'.repeat(101)],
])('OR27: %s is no safe pattern', (_, pattern) => {
  expect(isSafePattern(pattern)).toBe(false)
})

test('OR27: the whole of a code must match, and the worst pattern against the worst code takes no time', () => {
  expect(matchesPattern('[A-Z]{2,8}', 'ACME')).toBe(true)
  expect(matchesPattern('[A-Z]{2,8}', 'ACME1')).toBe(false)
  expect(matchesPattern('AA|BB', 'AAB')).toBe(false)
  const worst = String.raw`\w*\w*\w*!`
  expect(isSafePattern(worst)).toBe(true)
  const start = performance.now()
  expect(matchesPattern(worst, 'a'.repeat(40))).toBe(false)
  expect(performance.now() - start).toBeLessThan(100)
})
