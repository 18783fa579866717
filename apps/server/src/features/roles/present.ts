import { permissions as own, isPermission, type Role } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { RoleRow } from './store.ts'

export interface Words {
  /** Of the permissions of the product itself. */
  readonly permissions: Readonly<Record<string, string>>
  readonly roles: ReadonlyMap<string, string>
}
export const present = (row: RoleRow, words: Words, assignable: boolean): Role => ({
  key: row.key,
  label: row.label,
  description: row.description,
  bestFor: row.best_for,
  useCases: row.use_cases,
  levels: row.levels,
  permissions: row.permissions.map((key) => ({ key, label: permissionLabel(words.permissions, key) ?? key })),
  assigns: row.assigns.flatMap((key) => {
    const label = words.roles.get(key)
    return label === undefined ? [] : [{ key, label }]
  }),
  administrator: row.administrator,
  assignable,
  custom: row.org_path !== null,
  organization:
    row.org_id !== null && row.org_name !== null && row.org_level !== null
      ? { id: publicId('org', row.org_id), name: row.org_name, level: row.org_level }
      : null,
  version: row.version,
})

/** A permission in words: the product's own, or the blueprint's; undefined when neither knows it. */
export const permissionLabel = (product: Readonly<Record<string, string>>, key: string): string | undefined =>
  isPermission(key) ? own[key] : Object.hasOwn(product, key) ? product[key] : undefined
