import { prepared } from '../../platform/db/prepared.ts'
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
export const all = (tx: Tx) =>
  tx.selectFrom('roles').select(columns).where('retired_at', 'is', null).orderBy('position').execute()

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
