import type { Tx } from '../../platform/db/scope.ts'

export interface Found {
  user: string
  identity: string
  email: string
  name: string
  until: Date
  org_id: string
  org_path: string
  org_name: string
  /** It, or one above it, is suspended or deleted. */
  stopped: boolean
  role: string
  role_label: string
  /** They read the mailbox, and chose their password themselves. */
  claimed: boolean
}
/** For the look-up connection: which account does a token's hash belong to? */
export const byTokenStatement = {
  name: 'joining_by_token',
  text: `select u.id as user, u.identity_id as identity, u.email, u.first_name || ' ' || u.last_name as name,
    u.joining_until as until, o.id as org_id, o.path as org_path, o.name as org_name, o.stopped, u.role, coalesce(r.label, u.role) as role_label,
    i.password_hash is not null and not i.must_change_password and i.mailbox_proven_at is not null as claimed
    from users u join identities i on i.id = u.identity_id join organizations o on o.path = u.org_path left join roles r on r.key = u.role
    where u.joining_hash = $1 and u.status = 'active' and not u.federated_only and enters(null, u.org_path)`,
}

/** Once: true for the call that was first, while the link is still the one that was sent. */
export const confirm = async (tx: Tx, user: string, hash: Buffer): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set((eb) => ({ joining_hash: null, joining_until: null, version: eb('version', '+', 1) }))
    .where('id', '=', user)
    .where('joining_hash', '=', hash)
    .where('status', '=', 'active')
    .where('federated_only', '=', false)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
