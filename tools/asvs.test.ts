/** docs/asvs.yaml: every requirement once, each with a test that there is, or a reason. */
import { readFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Requirement {
  readonly id: string
  readonly level: 1 | 2
  readonly what: string
  readonly tests?: readonly string[]
  readonly reason?: string
}
const root = join(import.meta.dirname, '..')
const all = parse(readFileSync(join(root, 'docs/asvs.yaml'), 'utf8')) as Requirement[]
/** How many there are of levels 1 and 2 in each section of ASVS 5.0. */
const sections: Readonly<Record<string, number>> = {
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
}

test('every requirement of levels 1 and 2 stands there once', () => {
  expect(new Set(all.map((it) => it.id)).size).toBe(all.length)
  const counted: Record<string, number> = {}
  for (const { id } of all) {
    const section = id.split('.').slice(0, 2).join('.')
    counted[section] = (counted[section] ?? 0) + 1
  }
  expect(counted).toEqual(sections)
})

test('each has a test that there is in the sources, or a reason', () => {
  const files = globSync('{apps,packages,tools}/**/*.test.ts', {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  })
  // Its own titles are none.
  const sources = files
    .filter((file) => !file.endsWith('asvs.test.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
  const missing = all.flatMap(({ id, tests = [], reason }) => [
    ...(tests.length || reason ? [] : [`${id} has neither`]),
    ...tests.filter((title) => !sources.some((text) => text.includes(title))).map((title) => `${id}: ${title}`),
  ])
  expect(missing).toEqual([])
})
