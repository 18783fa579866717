import type { access, Givers } from '@tenantry/contract'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { innerId } from '../../platform/value/ids.ts'
import { rootPath, type Node } from '../../platform/value/reach.ts'
import { allRoles, explain, givers, grantsOf, permissionLabel, productPermissions } from '../roles/index.ts'
import { findUser } from '../users/index.ts'
import { checking } from './checking.ts'
import { presentAbove, presentExplained, presentHolder } from './present.ts'
import { chainOf, highest, isFound, isKnown, isThere, mostPeople, outOf } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
}

export const actionsWith = ({ lookup }: Capabilities): ActionsFor<typeof access> => ({
  ...checking,

  async explain({ actor, named, inReachOf }, { permission }) {
    const explained = explain(actor.grants, permission, named)
    const own = named ? highest(actor.grants, named.path) : undefined
    const at = own ? named : null // beyond every grant: as if it did not exist
    const told = async (tx: Tx) => {
      const words = await wordsFor(tx, lookup, at?.path ?? rootPath, permission, actor.grants)
      const toldGivers = at && own && !explained.allowed ? await giversOf(tx, lookup, words, permission, at, own) : null
      return { ...presentExplained(words, explained, at), givers: toldGivers }
    }
    return inReachOf(own ?? null, told)
  },

  explainUser: async ({ actor, at: home, inReach, inReachOf }, { user, permission, at: asked }) => {
    const found = await inReach(async (tx) => {
      const row = settle(isFound(await findUser(tx, home.path, innerId(user))))
      const own = settle(isThere(await store.placeBelow(tx, home.path, home.id)))
      const at = asked ? settle(isThere(await store.placeBelow(tx, home.path, innerId(asked)))) : own
      return { at, out: outOf(row.status === 'active', own.stopped), grants: await grantsOf(tx, row.id) }
    })
    const { at, out, grants } = found
    const explained = explain(grants, permission, at)
    const own = highest(actor.grants, at.path, 'users.read')
    return inReachOf(settle(isThere(own)), async (tx) => {
      const words = await wordsFor(tx, lookup, at.path, permission, grants)
      const toldGivers = own && !explained.allowed ? await giversOf(tx, lookup, words, permission, at, own) : null
      return { ...presentExplained(words, explained, at, out), givers: toldGivers }
    })
  },

  holders: ({ actor, at, cursor, inReachOf }, { permission, limit = 50 }) => {
    const own = settle(isThere(highest(actor.grants, at.path, 'users.read')))
    return inReachOf(own, async (tx) => {
      const [roles, product] = [await allRoles(tx, at.path), await productPermissions(tx)]
      settle(isKnown(permissionLabel(product, permission)))
      const holding = roles.filter((it) => it.permissions.includes(permission)).map((it) => it.key)
      const { within, above } = chainOf(at.path, own.path)
      const query = { nodes: within, roles: holding, top: own.path, after: cursor.after, limit }
      const rows = await store.holders(tx, query)
      const page = pageOf(rows, limit, (row) => cursor.seal([row.node, row.role, row.user]), presentHolder({ roles }))
      return { ...page, above: (await countAbove(lookup, holding, above, within)).map(presentAbove({ roles })) }
    })
  },
})

const countAbove = (lookup: Lookup, roles: string[], above: string[], within: string[]) =>
  lookup<store.AboveRow>(store.aboveStatement, [roles, above, [...above, ...within]])

async function wordsFor(tx: Tx, lookup: Lookup, path: string, permission: string, grants: readonly Grant[]) {
  const [roles, product] = [await allRoles(tx, path), await productPermissions(tx)]
  const label = settle(isKnown(permissionLabel(product, permission)))
  const places = await lookup<store.PlaceRow>(store.placesStatement, [grants.map((it) => it.path)])
  return { permission: { key: permission, label }, roles, places }
}

const refOf = ({ key, label }: { key: string; label: string }) => ({ key, label })

/** Whom to ask: people as far as the caller's own grant shows them, those above it by role and number. */
async function giversOf(
  tx: Tx,
  lookup: Lookup,
  { roles: all }: Awaited<ReturnType<typeof wordsFor>>,
  permission: string,
  at: Node,
  own: Grant,
): Promise<Givers> {
  const { roles, otherRoles, by } = givers(all, permission, at)
  const keys = by.map((it) => it.key)
  const { within, above } = chainOf(at.path, own.path)
  const query = { nodes: within, roles: keys, top: own.path, after: null, limit: mostPeople, nearest: true }
  const people = (await store.holders(tx, query)).slice(0, mostPeople).map(presentHolder({ roles: all }))
  return {
    roles: roles.map(refOf),
    otherRoles: otherRoles.map(refOf),
    people: people.map(({ user, by: { role, organization } }) => ({ user, role, organization })),
    above: (await countAbove(lookup, keys, above, within)).map(presentAbove({ roles: all })),
  }
}
