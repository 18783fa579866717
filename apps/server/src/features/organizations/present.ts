import type { Organization, OrganizationRef, OrganizationRow, Standing } from '@tenantry/contract'
import { boundedCount } from '../../platform/db/keyset.ts'
import { publicId } from '../../platform/value/ids.ts'
import type { list } from './listing.ts'
import type { byPath } from './store.ts'

export const ref = (it: { id: string; name: string; level: string }): OrganizationRef => ({
  id: publicId('org', it.id),
  name: it.name,
  level: it.level,
})

type Row = Awaited<ReturnType<typeof byPath>>
const facts = (row: Row) => ({
  ...ref(row),
  code: row.code,
  description: row.description,
  tier: row.tier,
  host: row.host,
  standing: row.standing as Standing, // the table's check says so
  stopped: row.stopped,
  createdAt: row.created_at.toISOString(),
  purgeAt: row.purge_at?.toISOString() ?? null,
  version: row.version,
})

/** `ancestors`: those the caller may know of, top first, the parent last. */
export const present = (row: Row, ancestors: readonly { id: string; name: string; level: string }[]): Organization => {
  const parent = ancestors.at(-1)
  return { ...facts(row), parent: parent ? publicId('org', parent.id) : null, ancestors: ancestors.map(ref) }
}

type ListRow = Awaited<ReturnType<typeof list>>[number]
export const presentRow = (row: ListRow): OrganizationRow => ({
  ...facts(row),
  parent:
    row.parent_id !== null && row.parent_name !== null && row.parent_level !== null
      ? ref({ id: row.parent_id, name: row.parent_name, level: row.parent_level })
      : null,
  children: boundedCount(row.children),
  users: boundedCount(row.users),
  pendingInvitations: boundedCount(row.pending),
})
