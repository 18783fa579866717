import type { Blueprint } from '@tenantry/contract'
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'

/** One process applies at a time; the others wait and then find it done. */
export const lockApplying = (tx: Tx) => sql`select pg_advisory_xact_lock(7236, 1)`.execute(tx)

export const lastDigest = async (tx: Tx): Promise<string | undefined> =>
  (await tx.selectFrom('blueprints').select('digest').orderBy('id', 'desc').limit(1).executeTakeFirst())?.digest

export const keep = (tx: Tx, it: Blueprint, digest: string) =>
  tx
    .insertInto('blueprints')
    .values({ name: it.name, digest, document: JSON.stringify(it), applied_at: tx.now })
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

/** Keys of roles that the blueprint no longer has and somebody still holds or is invited to. */
export const rolesStillUsed = async (tx: Tx, kept: string[]): Promise<string[]> => {
  const rows = await tx
    .selectFrom('roles')
    .select('key')
    .where('key', 'not in', kept)
    .where('org_path', 'is', null)
    .where((eb) =>
      eb.or([
        eb.exists(eb.selectFrom('grants').select('grants.role').whereRef('grants.role', '=', 'roles.key')),
        eb.exists(
          eb.selectFrom('invitations').select('invitations.role').whereRef('invitations.role', '=', 'roles.key'),
        ),
      ]),
    )
    .execute()
  return rows.map((row) => row.key)
}

/** Organizations' own roles stay. */
export const dropRolesExcept = (tx: Tx, kept: string[]) =>
  tx.deleteFrom('roles').where('key', 'not in', kept).where('org_path', 'is', null).execute()
