import type { Change, User } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { changes, UserRow } from './store.ts'

export const present = (row: UserRow, now: Date): User => ({
  id: publicId('usr', row.id),
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  phone: row.phone,
  status: row.status,
  organization: { id: publicId('org', row.org_id), name: row.org_name, level: row.org_level },
  role: { key: row.role, label: row.role_label },
  scope: { id: publicId('org', row.scope_id), name: row.scope_name, level: row.scope_level },
  mfaRequired: row.mfa_required,
  federatedOnly: row.federated_only,
  locked: lockOf(row.locked_until, now),
  lastSignInAt: row.last_sign_in_at instanceof Date ? row.last_sign_in_at.toISOString() : null,
  lastActiveAt: row.last_active_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  deactivatedAt: row.deactivated_at?.toISOString() ?? null,
  purgeAt: row.purge_at?.toISOString() ?? null,
  replacedBy: row.replaced_by === null ? null : publicId('usr', row.replaced_by),
  version: row.version,
})

function lockOf(until: UserRow['locked_until'], now: Date): User['locked'] {
  if (until === null || (until instanceof Date && until <= now)) return null
  return { until: until instanceof Date ? until.toISOString() : null }
}

type Fact = Awaited<ReturnType<typeof changes>>[number]
export const presentChange = (row: Fact): Change => ({
  id: publicId('evt', row.id),
  at: row.at.toISOString(),
  type: row.type,
  actor: { id: row.actor_user ? publicId('usr', row.actor_user) : null, name: row.actor_name },
  before: row.before as Change['before'],
  after: row.after as Change['after'],
  reason: row.reason,
})

/** Where the role is held, as a place to decide about. */
export const scopeOf = (row: UserRow) => ({
  id: row.scope_id,
  path: row.scope_path,
  level: row.scope_level,
  name: row.scope_name,
})
