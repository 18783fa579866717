import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'

const columns = [
  'key',
  'label',
  'description',
  'best_for',
  'use_cases',
  'levels',
  'permissions',
  'assigns',
  'administrator',
] as const

/** All roles of the blueprint (at most 60), in its order. */
export const all = (tx: Tx) => tx.selectFrom('roles').select(columns).orderBy('position').execute()

/** The words for product permissions, from the blueprint that is in force. */
export async function productPermissions(tx: Tx): Promise<Record<string, string>> {
  const row = await tx.selectFrom('blueprints').select('document').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return (row?.document as { permissions?: Record<string, string> } | undefined)?.permissions ?? {}
}

/** The grants of a user with what each allows. */
export const grantsOf = (tx: Tx, user: string) =>
  prepared(tx)
    .selectFrom('grants')
    .innerJoin('roles', 'roles.key', 'grants.role')
    .select(['grants.role', 'grants.node_path as path', 'roles.permissions'])
    .where('grants.user_id', '=', user)
    .execute()
