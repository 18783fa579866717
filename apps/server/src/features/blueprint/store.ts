import type { Blueprint } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'

export interface InForce {
  readonly document: Blueprint
  readonly digest: string
  readonly source: 'file' | 'api'
  readonly applied_at: Date
}
/** For the look-up connection. */
export const inForceStatement = {
  name: 'blueprint_in_force',
  text: 'select document from blueprints order by id desc limit 1',
}
/** The newest. Its document was a blueprint when it was written; what has been added to the schema since is optional. */
export const newest = async (tx: Tx): Promise<InForce | undefined> => {
  const columns = ['document', 'digest', 'source', 'applied_at'] as const
  const row = await tx.selectFrom('blueprints').select(columns).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row as InForce | undefined
}
export const lastFromFile = async (tx: Tx): Promise<string | undefined> => {
  const files = tx.selectFrom('blueprints').select('digest').where('source', '=', 'file')
  return (await files.orderBy('id', 'desc').limit(1).executeTakeFirst())?.digest
}
export const keep = (tx: Tx, it: Blueprint, digest: string, source: InForce['source']) =>
  tx
    .insertInto('blueprints')
    .values({ name: it.name, digest, source, document: JSON.stringify(it), applied_at: tx.now })
    .execute()

export async function putRoles(tx: Tx, roles: Blueprint['roles']): Promise<void> {
  const rows = roles.map((role, position) => ({
    key: role.key,
    label: role.label,
    description: role.description,
    best_for: role.bestFor,
    use_cases: role.useCases,
    levels: role.levels,
    permissions: role.permissions,
    assigns: role.assigns,
    administrator: role.administrator ?? false,
    position,
    retired_at: null,
  }))
  const columns = [
    'label',
    'description',
    'best_for',
    'use_cases',
    'levels',
    'permissions',
    'assigns',
    'administrator',
    'position',
    'retired_at',
  ] as const
  await tx
    .insertInto('roles')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => Object.fromEntries(columns.map((name) => [name, eb.ref(`excluded.${name}`)]))),
    )
    .execute()
}

/** Waits for whoever is giving one of these roles; nobody gives them from here on. */
export const lockRoles = (tx: Tx, keys: readonly string[]) =>
  tx.selectFrom('roles').select('key').where('key', 'in', keys).orderBy('key').forUpdate().execute()

/** Kept for the closed invitations that name them, and out of every list. */
export const retireRoles = (tx: Tx, keys: readonly string[]) =>
  tx.updateTable('roles').set({ retired_at: tx.now, assigns: [] }).where('key', 'in', keys).execute()
