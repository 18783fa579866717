import type { Invitation } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import { organizationRef } from '../organizations/index.ts'
import { statusAt } from './rules.ts'
import type { InvitationRow } from './store.ts'

export const present = (row: InvitationRow, now: Date, stands: boolean): Invitation => ({
  id: publicId('inv', row.id),
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  role: { key: row.role, label: row.role_label },
  status: statusAt(now, row, stands),
  invitedBy: { id: publicId('usr', row.invited_by), name: row.invited_by_name },
  organization: organizationRef({ id: row.org_id, name: row.org_name, level: row.org_level }),
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  mail: deliveryOf(row),
  version: row.version,
})

function deliveryOf(row: InvitationRow): Invitation['mail'] {
  if (row.mail_id === null || row.mail_status === null || row.mail_at === null) return null
  return {
    id: publicId('mail', row.mail_id),
    status: row.mail_status,
    attempts: row.mail_attempts ?? 0,
    answer: row.mail_answer,
    at: row.mail_at.toISOString(),
    nextAttemptAt: row.mail_next?.toISOString() ?? null,
  }
}
