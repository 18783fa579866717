/** Somebody whose account was deactivated comes back by an invitation: in a new account, or in the old one. */
import type { Tx } from '../../platform/db/scope.ts'
import { publicId } from '../../platform/value/ids.ts'
import * as store from './store.ts'

const factOf = (it: store.UserRow) => ({
  at: { id: it.org_id, path: it.org_path },
  target: { kind: 'user' as const, id: it.id },
})

/** The old account makes room for a new one, which carries its history on. */
export async function replaceUser(tx: Tx, it: store.UserRow, by: string): Promise<void> {
  await store.setReplaced(tx, it, by)
  await tx.record('user.replaced', { ...factOf(it), after: { by: publicId('usr', by) } })
}

/** The old account is active again, with the role it was invited to and no other right of before. */
export async function returnUser(
  tx: Tx,
  it: store.UserRow,
  as: { firstName: string; lastName: string; role: string; roleLabel: string },
): Promise<void> {
  const named = await store.update(tx, it, { firstName: as.firstName, lastName: as.lastName, phone: it.phone })
  await store.setStatus(tx, named, 'active')
  if (it.joining) await store.setConfirmed(tx, it)
  await store.setOnlyRole(tx, it, as.role)
  await tx.record('user.reactivated', {
    ...factOf(it),
    before: { status: 'inactive', role: it.role_label },
    after: { status: 'active', role: as.roleLabel },
  })
}
