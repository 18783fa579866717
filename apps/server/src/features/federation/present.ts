import type { Connection, LinkedSignIn, VerifiedDomain } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import { recordOf } from './rules.ts'
import type { DomainRow } from './store.domains.ts'
import type { LinkedRow } from './store.links.ts'
import type { ConnectionRow } from './store.ts'

export const present = (row: ConnectionRow): Connection => ({
  id: publicId('con', row.id),
  organization: publicId('org', row.org_id),
  issuer: row.issuer,
  name: row.name,
  clientId: row.client_id,
  algorithms: row.algorithms,
  roleClaim: row.role_claim,
  roleMap: row.role_map.map(({ value, role }) => ({ value, role })),
  defaultRole: row.default_role,
  roleSync: row.role_sync,
  newcomers: row.newcomers,
  ...row.claims,
  active: row.active,
  setBy: { id: publicId('usr', row.set_by), name: row.set_by_name },
  createdAt: row.created_at.toISOString(),
  lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
  links: row.links,
  sessions: row.sessions,
  version: row.version,
})

export const presentDomain = (row: DomainRow): VerifiedDomain => ({
  id: publicId('dom', row.id),
  domain: row.domain,
  record: recordOf(row.domain, row.token),
  verifiedAt: row.verified_at?.toISOString() ?? null,
  checkedAt: row.checked_at?.toISOString() ?? null,
  missingSince: row.missing_since?.toISOString() ?? null,
})

export const presentLink = (row: LinkedRow): LinkedSignIn => ({
  id: publicId('lnk', row.id),
  connection: publicId('con', row.connection_id),
  name: row.name,
  issuer: row.issuer,
  email: row.email,
  linkedAt: row.linked_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
})
