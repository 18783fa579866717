/** What holds somewhere, read through the look-up connection for every question anew: nothing is cached. */
import { isPolicyKey, matchesPattern, policyKeys, type PolicyKey, type PolicyValue } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import { ancestorPaths } from '../../platform/value/reach.ts'
import { isValue } from './checking.ts'
import { effectiveOf, type Effective, type Preset } from './rules.ts'
import * as store from './store.ts'

export interface Found {
  /** At the path and above it, top first. */
  readonly settings: ReadonlyMap<PolicyKey, readonly store.SettingRow[]>
  readonly presets: ReadonlyMap<PolicyKey, Preset>
  /** Keys of the blueprint's levels, top first. */
  readonly levels: readonly string[]
}
type Values<K extends PolicyKey> = { readonly [P in K]: PolicyValue<P> }
export interface Policies {
  /** The value that holds at a path, and where it comes from. */
  effective<K extends PolicyKey>(
    path: string,
    key: K,
  ): Promise<{ value: PolicyValue<K>; source: Effective<store.SettingRow>['source'] }>
  /** The values of several policies, in one statement. */
  values<K extends PolicyKey>(path: string, ...keys: K[]): Promise<Values<K>>
  found(path: string, keys?: readonly PolicyKey[]): Promise<Found>
}

export function policiesWith({ lookup }: { readonly lookup: Lookup }): Policies {
  const found: Policies['found'] = async (path, keys = policyKeys) => {
    const rows = await lookup<store.FoundRow>(store.effectiveStatement, [[...ancestorPaths(path), path], keys])
    const blueprint = rows.find((it) => it.key === null)?.value as Partial<FromBlueprint> | undefined
    const settings = new Map<PolicyKey, store.SettingRow[]>()
    for (const row of rows) {
      if (row.key === null || !isPolicyKey(row.key) || !isValue(row.key, row.value)) continue
      settings.set(row.key, [...(settings.get(row.key) ?? []), { ...row, key: row.key }])
    }
    return { settings, presets: presetsOf(blueprint ?? {}, keys), levels: blueprint?.levels ?? [] }
  }
  const read = ({ settings, presets }: Found, path: string, key: PolicyKey) =>
    effectiveOf(key, path, settings.get(key) ?? [], presets.get(key))
  return {
    found,
    async effective(path, key) {
      const { value, source } = read(await found(path, [key]), path, key)
      return { value: value as PolicyValue<typeof key>, source } // checked against its type when it was read
    },
    async values<K extends PolicyKey>(path: string, ...keys: K[]) {
      const all = await found(path, keys)
      return Object.fromEntries(keys.map((key) => [key, read(all, path, key).value])) as Values<K>
    },
  }
}

interface FromBlueprint {
  readonly policies: Readonly<Record<string, { value?: unknown; locked?: boolean } | undefined>> | null
  readonly labels: Readonly<Record<string, string>> | null
  readonly levels: readonly string[]
}
function presetsOf({ policies, labels }: Partial<FromBlueprint>, keys: readonly PolicyKey[]): Map<PolicyKey, Preset> {
  const presets = new Map<PolicyKey, Preset>()
  for (const key of keys) {
    const said = key === 'labels' ? { value: labels ?? undefined } : policies?.[key]
    if (said?.value === undefined || !isValue(key, said.value)) continue
    presets.set(key, { value: said.value, locked: 'locked' in said && said.locked === true })
  }
  return presets
}

/** Whether a code may be given to an organization that lies at, or is to be made below, `path`. */
export async function fitsCodePattern(policies: Policies, path: string, code: string): Promise<boolean> {
  const { value } = await policies.effective(path, 'code.pattern')
  return value === null || matchesPattern(value, code)
}
