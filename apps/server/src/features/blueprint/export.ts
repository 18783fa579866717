/** A blueprint as YAML again, its keys in the order in which people write them: the database keeps another. */
import type { Blueprint } from '@tenantry/contract'
import { stringify } from 'yaml'

const top =
  'name product labels menus levels policies settings features tiers objectTypes teamRoles permissions roles'.split(' ')
const inside = (
  'key type entry group label plural code description bestFor useCases price features models limits prices ' +
  'unit period per soft hard amount currency actions anywhere allows levels administrator permission permissions ' +
  'assigns value locked lockable default unit min max maxLength maxItems pattern form choices en de'
).split(' ')

const schema = '# yaml-language-server: $schema=../docs/reference/blueprint.schema.json\n'
export const inYaml = (it: Blueprint): string =>
  schema + stringify(ordered(it, top), { lineWidth: 0, aliasDuplicateObjects: false })

function ordered(value: unknown, order: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((it) => ordered(it, inside))
  if (typeof value !== 'object' || value === null) return value
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  const entries = Object.entries(value).sort(([a], [b]) => place(a) - place(b))
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner, inside)]))
}
