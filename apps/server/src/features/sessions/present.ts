import type { Session } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { OpenRow } from './store.open.ts'

export const present = (row: OpenRow, current: string): Session => ({
  id: publicId('ses', row.id),
  current: row.id === current,
  createdAt: row.created_at.toISOString(),
  usedAt: row.used_at.toISOString(),
  expiresAt: row.ends_at.toISOString(),
  methods: row.methods,
  address: row.address,
  userAgent: row.user_agent,
})
