import { describe, expect, test } from 'vitest'
import { checkSuppressions, findingsIn, onNothing } from './suppressions.ts'
import { tree } from './tree.ts'

describe('without a reason or a link', () => {
  test.each([
    ' oxlint-disable-next-line no-console',
    ' eslint-disable no-console, no-eval',
    ' oxlint-disable-line no-console -- because',
    ' biome-ignore format: x',
    ' biome-ignore format',
    ' @ts-expect-error',
    ' @ts-ignore -- .',
    ' TODO later',
    ' FIXME: the third of 12 cases',
  ])('%s', (comment) => {
    expect(findingsIn(comment)).toHaveLength(1)
  })
})

describe('with one', () => {
  test.each([
    ' oxlint-disable-next-line no-console -- the command line speaks to people',
    ' biome-ignore format: the table is read by columns',
    ' @ts-expect-error the types of the driver lack this option',
    ' TODO https://github.com/someone/tenantry/issues/12 later',
    ' TODO (#12) later',
    ' an ordinary remark about todos',
  ])('%s', (comment) => {
    expect(findingsIn(comment)).toEqual([])
  })
})

test('a comment that another one follows has lost what it was about', () => {
  expect(onNothing('/** A. */\nconst a = 1\n/** Of b. */\n  /**\n   * Of c.\n   */\nconst c = 1\n')).toEqual([3])
  // The first of a file is about the file.
  expect(onNothing('/** This file. */\n\n/** Of a. */\nconst a = 1\n')).toEqual([])
})

test('only comments count, in every kind of file, and the line is named', () => {
  using made = tree({
    'a.ts': `const text = 'TODO nothing'\n\n// TODO this\n`,
    'b.tsx': `export const B = () => <p>{/* @ts-ignore */}It's</p>\n`,
    'c.sql': `select 1;\n-- FIXME that\n`,
    'node_modules/d.ts': `// TODO\n`,
  })
  expect(checkSuppressions(made.root).map((it) => it.split(' ')[0])).toEqual(['a.ts:3', 'b.tsx:1', 'c.sql:2'])
})
