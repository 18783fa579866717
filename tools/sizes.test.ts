import { expect, test } from 'vitest'
import { checkSizes } from './sizes.ts'
import { tree } from './tree.ts'

const linesOf = (count: number) => 'let it\n'.repeat(count)

test('a file of 400 lines passes, one of 401 does not', () => {
  const small = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`tools/small${i}.ts`, linesOf(50)]))
  using good = tree({ ...small, 'tools/large.ts': linesOf(400) })
  expect(checkSizes(good.root)).toMatchObject({ median: 50, p95: 50, failures: [] })
  using bad = tree({ ...small, 'tools/large.tsx': linesOf(401) })
  expect(checkSizes(bad.root).failures).toEqual([expect.stringContaining('tools/large.tsx has 401 lines')])
})

test('too many files over 250 lines fail, although each is under 400', () => {
  using made = tree({ 'a.ts': linesOf(10), 'b.ts': linesOf(251) })
  expect(checkSizes(made.root).failures).toEqual([expect.stringContaining('251')])
})

test('what is installed, built, generated or not code does not count', () => {
  using made = tree({
    'node_modules/x/x.ts': linesOf(999),
    'apps/server/dist/x.ts': linesOf(999),
    'docs/reference/x.ts': linesOf(999),
    'apps/server/src/rows.gen.ts': linesOf(999),
    'apps/server/migrations/0001-x.sql': linesOf(999),
    'apps/server/src/main.ts': linesOf(3),
  })
  expect(checkSizes(made.root)).toMatchObject({ files: [{ path: 'apps/server/src/main.ts', lines: 3 }], failures: [] })
})
