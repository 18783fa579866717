/** Hands the tests their sources with a switch for every mutant in them; nothing of it is ever written to a source. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { checksIn, undecided, withSwitches } from './schema.ts'

const root = join(import.meta.dirname, '../..')

/** Part of vitest.config.ts where a lane of the mutation run loads it. */
export function mutation() {
  const all = [...checksIn(''), undecided()].sort((a, b) => a.start - b.start || b.end - a.end)
  return {
    name: 'mutation',
    enforce: 'pre' as const,
    load(id: string): string | null {
      const path = id.split('?')[0] ?? ''
      const mutants = all.filter((it) => it.file === relative(root, path))
      if (!mutants.length) return null
      return withSwitches(readFileSync(path, 'utf8'), mutants, join(import.meta.dirname, 'alive.ts'))
    },
  }
}
