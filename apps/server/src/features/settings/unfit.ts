/** How many organizations set what another blueprint's settings could not have: for its plan. */
import type { Blueprint } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { fits, keysInDoubt } from './rules.ts'
import * as store from './store.ts'

const atOnce = 1_000

/** By key. Read a page at a time: there may be as many values as organizations and settings. */
export async function unfitSettings(tx: Tx, before: Blueprint, after: Blueprint): Promise<ReadonlyMap<string, number>> {
  const keys = keysInDoubt(before.settings ?? [], after.settings ?? [])
  const unfit = new Map(keys.map((key) => [key, 0]))
  const definitions = new Map((after.settings ?? []).map((it) => [it.key, it]))
  let last = { path: '', key: '' }
  for (let more = keys.length > 0; more; ) {
    const rows = await store.kept(tx, keys, last, atOnce)
    for (const { key, level, value, org_path: path } of rows) {
      const definition = definitions.get(key)
      if (!definition || !fits(definition, level, value)) unfit.set(key, (unfit.get(key) ?? 0) + 1)
      last = { path, key }
    }
    more = rows.length === atOnce
  }
  return new Map([...unfit].filter(([, organizations]) => organizations > 0))
}
