import { sql } from 'kysely'
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
  'version',
] as const

/**
 * The roles that exist at a place: those of the blueprint (at most 60) in its order, then those of its own and of the places
 * above, whose names are not told.
 */
export const all = (tx: Tx, path: string) =>
  tx
    .selectFrom('roles')
    .leftJoin('organizations as o', (join) => join.onRef('o.path', '=', 'roles.org_path').on('o.path', '=', path))
    .select(columns.map((name) => `roles.${name}` as const))
    .select(['roles.org_path', 'o.id as org_id', 'o.name as org_name', 'o.level as org_level'])
    .where('roles.retired_at', 'is', null)
    .where((eb) => eb.or([eb('roles.org_path', 'is', null), sql<boolean>`starts_with(${path}, roles.org_path)`]))
    .orderBy(sql`roles.org_path is not null, roles.position, roles.label, roles.key`)
    .execute()

export type RoleRow = Awaited<ReturnType<typeof all>>[number]

/** Held still, so that it cannot be retired before it is given; whoever is retiring it is waited for. */
export const holdStill = (tx: Tx, key: string) =>
  prepared(tx).selectFrom('roles').select('key').where('key', '=', key).forShare().execute()

/** The grants of a user with what each allows. */
export const grantsOf = (tx: Tx, user: string) =>
  prepared(tx)
    .selectFrom('grants')
    .innerJoin('roles', 'roles.key', 'grants.role')
    .select(['grants.role', 'grants.node_path as path', 'roles.permissions'])
    .where('grants.user_id', '=', user)
    .execute()
