/** Roles of organizations' own: found by their key under the organization's path. */
import type { Tx } from '../../platform/db/scope.ts'

export interface OwnRole {
  key: string
  label: string
  description: string
  permissions: readonly string[]
  levels: readonly string[]
  assigns: readonly string[]
}
/** Locked: two changes of one role are decided one after the other. */
export const lockOwn = (tx: Tx, path: string, key: string) =>
  tx
    .selectFrom('roles')
    .select(['key', 'label', 'description', 'permissions', 'levels', 'assigns', 'org_path', 'version'])
    .where('key', '=', key)
    .where('org_path', '=', path)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export async function countOwn(tx: Tx, path: string): Promise<number> {
  const { n } = await tx
    .selectFrom('roles')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('org_path', '=', path)
    .where('retired_at', 'is', null)
    .executeTakeFirstOrThrow()
  return n
}

const columnsOf = ({ label, description, permissions, levels, assigns }: OwnRole) => ({
  label,
  description,
  permissions: [...permissions],
  levels: [...levels],
  assigns: [...assigns],
})
export const insertOwn = (tx: Tx, path: string, it: OwnRole) =>
  tx
    .insertInto('roles')
    .values({
      key: it.key,
      org_path: path,
      ...columnsOf(it),
      best_for: '',
      use_cases: [],
      administrator: false,
      position: 0,
    })
    .execute()
export const updateOwn = (tx: Tx, path: string, it: OwnRole) =>
  tx
    .updateTable('roles')
    .set((eb) => ({ ...columnsOf(it), version: eb('version', '+', 1) }))
    .where('key', '=', it.key)
    .where('org_path', '=', path)
    .execute()
export const removeOwn = (tx: Tx, path: string, key: string) =>
  tx.updateTable('roles').set({ retired_at: tx.now }).where('key', '=', key).where('org_path', '=', path).execute()

/** Up to 20 people who hold the role or are invited to it, of those that the transaction reaches. */
export async function holdersOf(tx: Tx, key: string) {
  const users = await tx
    .selectFrom('grants as g')
    .innerJoin('users as u', 'u.id', 'g.user_id')
    .select(['u.id', 'u.first_name', 'u.last_name'])
    .where('g.role', '=', key)
    .limit(20)
    .execute()
  const invited = await tx
    .selectFrom('invitations')
    .select('email')
    .where('role', '=', key)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .limit(20 - users.length)
    .execute()
  return [
    ...users.map((it) => ({ user: it.id, name: `${it.first_name} ${it.last_name}` })),
    ...invited.map((it) => ({ user: null, name: it.email })),
  ]
}
/** For the look-up connection: a holder may be at home above the organization whose role it is. */
export const heldStatement = { name: 'role_held', text: 'select from grants where role = $1 limit 1' }
