import type { Blueprint } from '@tenantry/contract'
import { createHash } from 'node:crypto'
import type { Tx } from '../../platform/db/scope.ts'
import { rootPath } from '../../platform/value/reach.ts'
import * as store from './store.ts'

/** Makes the database follow the blueprint; nothing happens when it does already. True when something was changed. */
export async function apply(tx: Tx, blueprint: Blueprint, rootId: string): Promise<boolean> {
  await store.lockApplying(tx)
  const digest = createHash('sha256').update(JSON.stringify(blueprint)).digest('hex')
  if ((await store.lastDigest(tx)) === digest) return false
  const kept = blueprint.roles.map((role) => role.key)
  const used = await store.rolesStillUsed(tx, kept)
  if (used.length) throw new RolesInUse(used)
  await store.putRoles(tx, blueprint.roles)
  await store.dropRolesExcept(tx, kept)
  await store.keep(tx, blueprint, digest)
  const root = { id: rootId, path: rootPath }
  await tx.record('blueprint.applied', {
    at: root,
    target: { kind: 'installation', id: rootId },
    after: { blueprint: blueprint.name, digest },
  })
  return true
}

export class RolesInUse extends Error {
  override readonly name = 'RolesInUse'
  constructor(roles: string[]) {
    super(
      `The blueprint lacks roles that are still held or offered in invitations: ${roles.join(', ')}. Nothing was changed.`,
    )
  }
}
