/** What is said above somewhere, read through the look-up connection for every question anew: nothing is cached. */
import type { Lookup } from '../../platform/db/lookup.ts'
import { ancestorPaths } from '../../platform/value/reach.ts'
import type { Entry } from './rules.ts'
import * as store from './store.ts'

export type { PlacedRow } from './store.ts'

export interface Found<K extends string, E extends Entry> {
  /** What the registry says, by key, in its order. */
  readonly entries: ReadonlyMap<K, E>
  /** What holds of it at the path and above it, top first. */
  readonly placed: ReadonlyMap<K, readonly store.PlacedRow[]>
}
/** `keys`: only these; null: all there are. */
export type Find<K extends string, E extends Entry> = (path: string, keys: readonly K[] | null) => Promise<Found<K, E>>

export interface Source<K extends string, E extends Entry> {
  readonly table: store.Table
  /** The parts of the blueprint in force (`b.document`) that the registry is made from, in SQL. */
  readonly parts: string
  registry(parts: object, keys: readonly K[] | null): ReadonlyMap<K, E>
}
export type Inheritance = <K extends string, E extends Entry>(source: Source<K, E>) => Find<K, E>

export const inheritanceOn =
  (lookup: Lookup): Inheritance =>
  <K extends string, E extends Entry>({ table, parts, registry }: Source<K, E>): Find<K, E> => {
    const [all, some] = [store.effectiveStatement(table, parts, false), store.effectiveStatement(table, parts, true)]
    return async (path, keys) => {
      const paths = [...ancestorPaths(path), path]
      const rows = await (keys ? lookup<store.FoundRow>(some, [paths, keys]) : lookup<store.FoundRow>(all, [paths]))
      const entries = registry(rows.find((it) => it.key === null)?.value ?? {}, keys)
      const isKey = (key: string | null): key is K => entries.has(key as K)
      const placed = new Map<K, store.PlacedRow[]>()
      for (const row of rows) {
        const { key } = row
        const entry = isKey(key) ? entries.get(key) : undefined
        if (!isKey(key) || !entry?.holds(row)) continue
        const locked = row.locked && entry.lockable
        placed.set(key, [...(placed.get(key) ?? []), { ...row, key, locked }])
      }
      return { entries, placed }
    }
  }
