/** Organizations' own roles: made, changed and removed where they begin to exist. */
import type { Role, roles } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { isUniqueViolation } from '../../platform/db/unavailable.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { Node } from '../../platform/value/reach.ts'
import { tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { inForceIn } from '../blueprint/index.ts'
import { present } from './present.ts'
import {
  mayAddRole,
  mayAlterRole,
  mayRemoveRole,
  mayShape,
  roleExists,
  roleIsThere,
  type Draft,
} from './rules.custom.ts'
import { mayAssign } from './rules.ts'
import * as own from './store.custom.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
}
type Own = Pick<ActionsFor<typeof roles>, 'create' | 'update' | 'remove'>

export const ownRolesWith = ({ lookup }: Capabilities): Own => ({
  create: ({ actor, at, inReach }, { label, description, permissions, levels, assigns = [] }) =>
    inReach(async (tx) => {
      settle(mayAddRole(await own.countOwn(tx, at.path)))
      const draft = { label: tidy(label), description: tidy(description), permissions, levels, assigns }
      settle(await shaped(tx, actor, at, draft))
      const id = newId()
      const key = publicId('rol', id)
      await own.insertOwn(tx, at.path, { key, ...draft }).catch(nameTaken)
      await tx.record('role.created', { at, target: { kind: 'role', id }, after: draft })
      return reread(tx, actor, at, key)
    }),

  update: ({ actor, at, expects, inReach }, { customRole, label, description, ...asked }) =>
    inReach(async (tx) => {
      const before = settle(roleIsThere(await own.lockOwn(tx, at.path, customRole)))
      settle(mayAlterRole(actor.grants, before, at.path))
      settle(versionIs(expects, before.version))
      const draft = {
        label: label === undefined ? before.label : tidy(label),
        description: description === undefined ? before.description : tidy(description),
        permissions: asked.permissions ?? before.permissions,
        levels: asked.levels ?? before.levels,
        assigns: asked.assigns ?? before.assigns,
      }
      settle(await shaped(tx, actor, at, draft))
      await own.updateOwn(tx, at.path, { key: customRole, ...draft }).catch(nameTaken)
      const { key: _, org_path: __, version: ___, ...was } = before
      await tx.record('role.updated', {
        at,
        target: { kind: 'role', id: innerId(customRole) },
        before: was,
        after: draft,
      })
      return reread(tx, actor, at, customRole)
    }),

  remove: ({ actor, at, inReach }, { customRole }) =>
    inReach(async (tx) => {
      const before = settle(roleIsThere(await own.lockOwn(tx, at.path, customRole)))
      settle(mayAlterRole(actor.grants, before, at.path))
      const holders = await own.holdersOf(tx, customRole)
      // Beyond the reach of the transaction: somebody at home above, who holds it here. Asked under the lock that givers wait for.
      const heldAnywhere = (await lookup(own.heldStatement, [customRole])).length > 0
      const named = holders.map(({ user, name }) => ({ id: user && publicId('usr', user), name }))
      settle(mayRemoveRole(named, heldAnywhere))
      await own.removeOwn(tx, at.path, customRole)
      const target = { kind: 'role', id: innerId(customRole) } as const
      await tx.record('role.deleted', { at, target, after: { label: before.label } })
      return null
    }),
})

/** May this actor give a role this content here, with what the blueprint in force has? */
async function shaped(tx: Tx, { grants }: Actor, at: Node, draft: Draft) {
  const [all, blueprint] = await together(store.all(tx, at.path), inForceIn(tx))
  const levels = blueprint.levels.map((it) => it.key)
  const below = levels.slice(levels.indexOf(at.level))
  const product = blueprint.permissions ?? {}
  const byKey = new Map(all.map((it) => [it.key, it]))
  return mayShape(grants, draft, { path: at.path, levels: below, product, roles: byKey })
}

const nameTaken = (error: unknown): never => {
  throw isUniqueViolation(error, 'roles_own_label') ? new Refusal(roleExists()) : error
}

async function reread(tx: Tx, { grants }: Actor, at: Node, key: string): Promise<Role> {
  const [all, { permissions = {} }] = await together(store.all(tx, at.path), inForceIn(tx))
  const row = settle(roleIsThere(all.find((it) => it.key === key)))
  const tables = new Map(all.map((it) => [it.key, it.assigns]))
  const words = { permissions, roles: new Map(all.map((it) => [it.key, it.label])) }
  return present(row, words, mayAssign(grants, tables, row, at))
}
