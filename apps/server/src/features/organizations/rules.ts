import { organizations } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

/** Segments have four base-36 digits. */
export const mostChildren = 36 ** 4 - 1

/** The level right below, if the blueprint has one. */
export function childLevel(levels: readonly string[], parent: string): Ruling<string> {
  const below = levels[levels.indexOf(parent) + 1]
  return below === undefined ? refusals(organizations.create)('level_lowest') : grant(below)
}
export const mayDrawChild = (drawn: number): Ruling =>
  drawn < mostChildren ? grant(undefined) : refusals(organizations.create)('organization_full')
