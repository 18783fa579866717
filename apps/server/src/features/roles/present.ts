import { permissions as own, isPermission, type Role } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { RoleRow } from './store.ts'

export const present = (row: RoleRow, product: Record<string, string>, assignable: boolean): Role => ({
  key: row.key,
  label: row.label,
  description: row.description,
  bestFor: row.best_for,
  useCases: row.use_cases,
  permissions: row.permissions.map((key) => ({ key, label: isPermission(key) ? own[key] : (product[key] ?? key) })),
  administrator: row.administrator,
  assignable,
  levels: row.levels,
  assigns: row.assigns,
  custom: row.org_path !== null,
  organization:
    row.org_id !== null && row.org_name !== null && row.org_level !== null
      ? { id: publicId('org', row.org_id), name: row.org_name, level: row.org_level }
      : null,
  version: row.version,
})
