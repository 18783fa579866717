import type { PendingEmail } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { Pending } from './store.ts'

export const present = (it: Pending): { pending: PendingEmail | null } => ({
  pending: it
    ? {
        email: it.email,
        requestedBy: { id: publicId('usr', it.requested_by ?? it.user_id), name: it.requested_by_name },
        requestedAt: it.created_at.toISOString(),
        expiresAt: it.expires_at.toISOString(),
      }
    : null,
})
