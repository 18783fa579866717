/** Hands the tests a source file with one change in it, which is never written: see tools/mutation/vitest.ts. */
import { readFileSync } from 'node:fs'

export interface Loaded {
  /** Absolute. */
  readonly path: string
  readonly start: number
  readonly end: number
  readonly replacement: string
}
export const variable = 'MUTATION_CHANGE'

/** Part of vitest.config.ts, for each of its projects has a server of its own; without the variable it does nothing. */
export const mutation = () => ({
  name: 'mutation',
  enforce: 'pre' as const,
  load(id: string): string | null {
    const told = process.env[variable]
    const change = told === undefined ? null : (JSON.parse(told) as Loaded)
    if (change === null || id.split('?')[0] !== change.path) return null
    const source = readFileSync(change.path, 'utf8')
    return source.slice(0, change.start) + change.replacement + source.slice(change.end)
  },
})
