/** In the process of the tests: which mutant is alive, and which ones the tests came by. */
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The environment variable that names the folder a lane and its tests share. */
export const folderVariable = 'MUTATION_FOLDER'
/** Holds the name of the mutant that is alive, or nothing. */
export const aliveFile = 'alive'
/** The names of those that were asked for, one a line. */
export const metFile = 'met'

const folder = process.env[folderVariable]
const alive = folder === undefined ? '' : readFileSync(join(folder, aliveFile), 'utf8')
const met = new Set<string>()

/** Stands in the sources in place of what a mutant changes: see schema.ts. */
export function isAlive(mutant: string): boolean {
  if (folder !== undefined && !met.has(mutant)) {
    met.add(mutant)
    appendFileSync(join(folder, metFile), `${mutant}\n`)
  }
  return mutant === alive
}
