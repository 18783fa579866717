/** What policies hold somewhere: the registry is the product's own, and the blueprint in force may say another value. */
import { matchesPattern, policyKeys, policySpec, type PolicyKey, type PolicyValue } from '@tenantry/contract'
import {
  effectiveOf,
  type Effective,
  type Entry,
  type Find,
  type Inheritance,
  type PlacedRow,
} from '../inheritance/index.ts'
import { faultsOf, isValue } from './checking.ts'
import { closedByType, type Closed } from './rules.ts'

type Values<K extends PolicyKey> = { readonly [P in K]: PolicyValue<P> }
export interface Policies {
  /** The value that holds at a path, and where it comes from. */
  effective<K extends PolicyKey>(
    path: string,
    key: K,
  ): Promise<{ value: PolicyValue<K>; source: Effective<PlacedRow>['source'] }>
  /** The values of several policies, in one statement. */
  values<K extends PolicyKey>(path: string, ...keys: K[]): Promise<Values<K>>
  readonly find: Find<PolicyKey, Entry<Closed>>
}

export const table = 'policy_settings'
const parts = `jsonb_build_object('policies', b.document->'policies', 'labels', b.document->'labels',
  'levels', jsonb_path_query_array(b.document, '$.levels[*].key'))`

export function policiesWith(inheritance: Inheritance): Policies {
  const find = inheritance<PolicyKey, Entry<Closed>>({
    table,
    parts,
    registry: (blueprint, keys) => new Map((keys ?? policyKeys).map((key) => [key, entryOf(key, blueprint)])),
  })
  const read = async (path: string, keys: readonly PolicyKey[]) => {
    const { entries, placed } = await find(path, keys)
    return [...entries].map(([key, entry]) => [key, effectiveOf(entry, path, placed.get(key) ?? [])] as const)
  }
  return {
    find,
    async effective<K extends PolicyKey>(path: string, key: K) {
      const [[, { value, source }]] = (await read(path, [key])) as [readonly [K, Effective<PlacedRow>]]
      return { value: value as PolicyValue<K>, source } // checked against its type when it was read
    },
    async values<K extends PolicyKey>(path: string, ...keys: K[]) {
      return Object.fromEntries((await read(path, keys)).map(([key, { value }]) => [key, value])) as Values<K>
    },
  }
}

interface FromBlueprint {
  readonly policies?: Readonly<Record<string, { value?: unknown; locked?: boolean } | undefined>> | null
  readonly labels?: Readonly<Record<string, string>> | null
  readonly levels?: readonly string[]
}
function entryOf(key: PolicyKey, { policies, labels, levels = [] }: FromBlueprint): Entry<Closed> {
  const said = key === 'labels' ? { value: labels ?? undefined } : policies?.[key]
  const isSaid = said?.value !== undefined && isValue(key, said.value)
  return {
    default: policySpec(key).default,
    preset: isSaid ? { value: said.value, locked: 'locked' in said && said.locked === true } : undefined,
    lockable: true,
    closedAt: (at) => closedByType(key, at, levels),
    keptFrom: () => null,
    holds: ({ value }) => isValue(key, value),
    faultsOf: (value) => faultsOf(key, value),
  }
}

/** Whether a code may be given to an organization that lies at, or is to be made below, `path`. */
export async function fitsCodePattern(policies: Policies, path: string, code: string): Promise<boolean> {
  const { value } = await policies.effective(path, 'code.pattern')
  return value === null || matchesPattern(value, code)
}
