import type { Factor } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { PlacedRow } from './store.ts'

export const present = (row: PlacedRow): Factor => ({
  id: publicId('fac', row.id),
  kind: row.kind,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  byProvider: row.connection_id !== null,
  countsHere: row.here,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
})
