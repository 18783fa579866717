/** Places in the tree. A path is the parent's path and one segment; a subtree is a range of paths in "C" order. */
import { isWithin } from '@tenantry/contract'

export { isWithin }

/** A place as decisions need it. `id` is the UUID. */
export interface Node {
  readonly id: string
  readonly path: string
  readonly level: string
  readonly name: string
}
/** `lo` <= path < `hi`. */
export interface Reach {
  readonly lo: string
  readonly hi: string
}
/** '/' follows '.' and precedes every digit and letter, so nothing but the subtree lies in between. */
export const subtreeOf = (path: string): Reach => ({ lo: path, hi: `${path}/` })
export const covers = (reach: Reach, path: string): boolean => path >= reach.lo && path < reach.hi

const width = 4
/** The path of the n-th child (1 to 1,679,615). */
export const childPath = (parent: string, n: number): string => `${parent}.${n.toString(36).padStart(width, '0')}`
export const parentPath = (path: string): string | null => (path.includes('.') ? path.slice(0, -width - 1) : null)
/** `0.0001.0007` lies under `0` and `0.0001`; top first, itself not included. */
export function ancestorPaths(path: string): string[] {
  const above = parentPath(path)
  return above === null ? [] : [...ancestorPaths(above), above]
}
/** The lowest place that has both in its subtree. */
export const commonPath = (one: string, other: string): string =>
  [...ancestorPaths(one), one].findLast((above) => isWithin(other, above)) ?? rootPath
export const rootPath = '0'
