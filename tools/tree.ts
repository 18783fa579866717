// A small made tree for the tests of the checkers: a check that cannot fail is worthless.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Writes the files below a new folder and returns it; `using` removes it. */
export function tree(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'tenantry-tree-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}
