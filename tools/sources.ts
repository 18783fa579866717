// The project's own files: no dependencies, no results of a build, nothing generated.
import { type Dirent, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const skippedFolders = new Set(['node_modules', 'dist', 'reports', 'data', 'screenshots', 'coverage'])
const skippedPaths = new Set(['docs/reference'])

/** Paths relative to `root`, with forward slashes, sorted; `folders` limits where to look. */
export function sources(root: string, extensions: readonly string[], folders = ['.']): string[] {
  return folders
    .flatMap((it) => walk(root, it === '.' ? '' : it))
    .filter((it) => extensions.some((end) => it.endsWith(end)) && !it.endsWith('.gen.ts'))
    .sort()
}

export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /(^|\/)test\//.test(path)

function walk(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((it: Dirent) => {
    const path = folder ? `${folder}/${it.name}` : it.name
    if (!it.isDirectory()) return [path]
    return skippedFolders.has(it.name) || skippedPaths.has(path) || it.name.startsWith('.') ? [] : walk(root, path)
  })
}
