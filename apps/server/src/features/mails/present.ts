import type { MailRow, MailStatus } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { list } from './store.ts'

type Row = Awaited<ReturnType<typeof list>>[number]
// The table's own checks hold `kind` and `status` to these words.
export const present = (row: Row): MailRow => ({
  id: publicId('mail', row.id),
  kind: row.kind as MailRow['kind'],
  to: row.recipient,
  subject: row.subject,
  createdAt: row.created_at.toISOString(),
  delivery: {
    id: publicId('mail', row.id),
    status: row.status as MailStatus,
    attempts: row.attempts,
    answer: row.answer,
    at: row.at.toISOString(),
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  },
})
