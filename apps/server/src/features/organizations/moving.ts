/** Moving a subtree below another parent of the same level, in one transaction. */
import type { Organization, organizations } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { refuseCommon, Refusal, settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { ScopedCall } from '../../platform/value/call.ts'
import { innerId } from '../../platform/value/ids.ts'
import { parentPath, type Node } from '../../platform/value/reach.ts'
import { versionIs } from '../../platform/value/version.ts'
import { inForce } from '../blueprint/index.ts'
import { decide } from '../roles/index.ts'
import { ancestorsOf, type Capabilities } from './actions.ts'
import { present, ref } from './present.ts'
import { mayGoWithout, obstacles, parentUnknown } from './rules.ts'
import * as store from './store.ts'

/** What people hold inside that ties it to its place. */
const inside = (tx: Tx, from: string, to: string) =>
  together(store.heldFromAbove(tx, from), store.rolesLeftBehind(tx, from, to))

export const movingWith = ({
  lookup,
  policies,
  endUnfederatedMoved,
}: Pick<Capabilities, 'lookup' | 'policies' | 'endUnfederatedMoved'>): Pick<
  ActionsFor<typeof organizations>,
  'previewMove' | 'move'
> => {
  /** The new parent. Whoever moves must be allowed to at both ends: something leaves the one and comes to the other. */
  async function destination({ actor, at }: ScopedCall, id: string): Promise<Node> {
    const [to] = await lookup<Node>(store.byIdStatement, [innerId(id)])
    const ruling = decide(actor.grants, 'organizations.move', to ?? null)
    if (!ruling.granted && ruling.code === 'organization_unknown') throw new Refusal(parentUnknown())
    const above = parentPath(at.path)
    const [from] = above === null ? [] : await lookup<Node>(store.namedStatement, [[above]])
    if (from && !decide(actor.grants, 'organizations.move', from).granted)
      throw new Refusal(refuseCommon('permission_missing', { missing: { permission: 'organizations.move', at: null } }))
    return settle(ruling)
  }
  return {
    previewMove: async (call, { to: id }) => {
      const { at, actor } = call
      const to = await destination(call, id)
      const { levels } = await inForce(lookup)
      const from = (await ancestorsOf(lookup, actor, at.path)).at(-1)
      return call.inReachOfBoth(to, async (tx) => {
        const [it, parent] = [await store.placeAt(tx, at.path), await store.placeAt(tx, to.path)]
        const [held, left] = await inside(tx, at.path, to.path)
        const found = obstacles(it, parent, levels, held, left)
        const counts = await store.counts(tx, at.path)
        return { from: from ? ref(from) : null, to: ref(to), counts, obstacles: found.map((refused) => refused.code) }
      })
    },
    move: async (call, { to: id, reason }) => {
      const { actor, at, expects } = call
      settle(mayGoWithout(reason, 'move_organization', (await policies.effective(at.path, 'reason.required')).value))
      const to = await destination(call, id)
      const { levels } = await inForce(lookup)
      const from = (await ancestorsOf(lookup, actor, at.path)).at(-1)
      return call.inReachOfBoth(to, async (tx): Promise<Organization> => {
        await destination(call, id) // decided once more: whoever waited for a lock may have lost the right at either end
        // From the top down, as everything that locks several places does.
        const parent = at.path > to.path ? await store.lockByPath(tx, to.path) : null
        const before = await store.lockByPath(tx, at.path)
        const below = parent ?? (await store.lockByPath(tx, to.path))
        settle(versionIs(expects, before.version))
        const [held, left] = await inside(tx, at.path, to.path)
        const [obstacle] = obstacles(before, below, levels, held, left)
        if (obstacle) throw new Refusal(obstacle)
        const path = await store.drawPath(tx, below)
        await store.movePath(tx, at.path, path)
        await store.restand(tx, path)
        await endUnfederatedMoved(tx, { path })
        const row = await store.byPath(tx, path)
        await tx.record('organization.moved', {
          at: row,
          target: { kind: 'organization', id: row.id },
          ...(from && { before: { parent: from.name } }),
          after: { parent: to.name },
          reason,
        })
        return present(row, await ancestorsOf(lookup, actor, row.path))
      })
    },
  }
}
