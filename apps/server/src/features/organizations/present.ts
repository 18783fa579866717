import type { Organization, OrganizationRef, OrganizationRow } from '@tenantry/contract'
import { boundedCount } from '../../platform/db/keyset.ts'
import { publicId } from '../../platform/value/ids.ts'
import type { byPath, list } from './store.ts'

export const ref = (it: { id: string; name: string; level: string }): OrganizationRef => ({
  id: publicId('org', it.id),
  name: it.name,
  level: it.level,
})

type Row = Awaited<ReturnType<typeof byPath>>
/** `ancestors`: those the caller may know of, top first, the parent last. */
export const present = (row: Row, ancestors: readonly { id: string; name: string; level: string }[]): Organization => {
  const parent = ancestors.at(-1)
  return {
    ...ref(row),
    parent: parent ? publicId('org', parent.id) : null,
    ancestors: ancestors.map(ref),
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

type ListRow = Awaited<ReturnType<typeof list>>[number]
export const presentRow = (row: ListRow): OrganizationRow => ({
  ...ref(row),
  parent:
    row.parent_id !== null && row.parent_name !== null && row.parent_level !== null
      ? ref({ id: row.parent_id, name: row.parent_name, level: row.parent_level })
      : null,
  createdAt: row.created_at.toISOString(),
  users: boundedCount(row.users),
  pendingInvitations: boundedCount(row.pending),
  version: row.version,
})
