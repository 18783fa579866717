// Every import of the source folders, resolved to a file of the repository or to the name of a package.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { parse } from '../imports.ts'
import { sources } from '../sources.ts'

export interface Arrow {
  from: string
  line: number
  specifier: string
  /** The imported file, relative to the root, where it is one of the repository's. */
  to?: string
  /** The name of the imported package, where the specifier is not a relative one. */
  pkg?: string
}

const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx']

export function readArrows(root: string): Arrow[] {
  const workspaces = readWorkspaces(root)
  return sources(root, ['.ts', '.tsx'], ['packages', 'apps']).flatMap((from) => {
    const { imports } = parse(from, readFileSync(join(root, from), 'utf8'))
    return imports.map(({ specifier, line }) => ({
      from,
      line,
      specifier,
      ...resolve(root, workspaces, from, specifier),
    }))
  })
}

function resolve(root: string, workspaces: Map<string, Workspace>, from: string, specifier: string) {
  if (specifier.startsWith('.'))
    return { ...file(root, posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''))) }
  const pkg = packageOf(specifier)
  const workspace = workspaces.get(pkg)
  if (!workspace) return { pkg }
  const entry = workspace.exports[`.${specifier.slice(pkg.length)}`]
  return { pkg, ...file(root, posix.join(workspace.folder, entry ?? 'src/index.ts')) }
}

function file(root: string, path: string): { to?: string } {
  const candidates = [...endings.map((it) => path + it), path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')]
  const found = candidates.find((it) => existsSync(join(root, it)) && statSync(join(root, it)).isFile())
  // A file that is yet to be written or generated still has its place in the order.
  return { to: found ?? path }
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

interface Workspace {
  folder: string
  exports: Record<string, string>
}

function readWorkspaces(root: string): Map<string, Workspace> {
  const manifests = sources(root, ['/package.json'], ['packages', 'apps']).filter((it) => it.split('/').length === 3)
  return new Map(
    manifests.map((path) => {
      const { name, exports = {} } = JSON.parse(readFileSync(join(root, path), 'utf8'))
      return [name as string, { folder: dirname(path), exports: flat(exports) }]
    }),
  )
}

/** `exports` may be one string, or an object of strings, or of objects of conditions. */
function flat(exports: unknown): Record<string, string> {
  if (typeof exports === 'string') return { '.': exports }
  const entries = Object.entries(exports as Record<string, string | Record<string, string>>)
  return Object.fromEntries(
    entries.map(([key, it]) => [key, typeof it === 'string' ? it : (Object.values(it)[0] ?? '')]),
  )
}
