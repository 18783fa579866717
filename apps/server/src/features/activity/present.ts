import type { SignIn } from '@tenantry/contract'
import { publicId } from '../../platform/value/ids.ts'
import type { SignInRow } from './store.ts'

export const present = (row: SignInRow): SignIn => ({
  id: publicId('sgn', row.id),
  at: row.at.toISOString(),
  user: { id: publicId('usr', row.user_id), name: row.user_name, email: row.email },
  address: row.address,
  userAgent: row.user_agent,
  methods: row.methods,
  result: row.result,
  session: row.session_id === null ? null : publicId('ses', row.session_id),
})
