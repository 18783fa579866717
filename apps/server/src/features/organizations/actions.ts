import { type organizations, type Organization } from '@tenantry/contract'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import type { Actor } from '../../platform/value/actor.ts'
import { ancestorPaths, isWithin } from '../../platform/value/reach.ts'
import { tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { inForceIn } from '../blueprint/index.ts'
import { present, presentRow } from './present.ts'
import { childLevel, mayDrawChild } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
}

export const actionsWith = ({ lookup }: Capabilities): ActionsFor<typeof organizations> => ({
  show: async ({ actor, at, inReach }) => {
    const row = await inReach((tx) => store.byPath(tx, at.path))
    return present(row, await ancestorsOf(lookup, actor, at.path))
  },
  list: ({ at, cursor, inReach }, { limit = 50, search, within = 'children', sort = 'name', order = 'asc' }) =>
    inReach(async (tx) => {
      const rows = await store.list(tx, { path: at.path, within, search, sort, order, after: cursor.after, limit })
      const seal = (row: (typeof rows)[number]) =>
        cursor.seal([sort === 'name' ? row.name_key : row.created_at.toISOString(), row.id])
      return pageOf(rows, limit, seal, presentRow)
    }),
  create: async ({ actor, at, inReach }, { name }) => {
    const ancestors = [...(await ancestorsOf(lookup, actor, at.path)), at]
    return inReach(async (tx): Promise<Organization> => {
      const { levels } = await inForceIn(tx)
      const level = settle(
        childLevel(
          levels.map((it) => it.key),
          at.level,
        ),
      )
      const parent = await store.lockByPath(tx, at.path)
      settle(mayDrawChild(parent.children_drawn))
      const row = await store.insertChild(tx, parent, { id: newId(), name: tidy(name), level })
      await tx.record('organization.created', {
        at: row,
        target: { kind: 'organization', id: row.id },
        after: { name: row.name, level },
      })
      return present(row, ancestors)
    })
  },
  update: async ({ actor, at, expects, inReach }, { name }) => {
    const ancestors = await ancestorsOf(lookup, actor, at.path)
    return inReach(async (tx): Promise<Organization> => {
      const before = await store.lockByPath(tx, at.path)
      settle(versionIs(expects, before.version))
      if (before.name === tidy(name)) return present(before, ancestors)
      const row = await store.rename(tx, before.id, tidy(name))
      const facts = { before: { name: before.name }, after: { name: row.name } }
      await tx.record('organization.renamed', { at: row, target: { kind: 'organization', id: row.id }, ...facts })
      return present(row, ancestors)
    })
  },
})

/** The places above, as far up as one of the actor's grants reaches; read before the transaction, whose reach is narrower. */
async function ancestorsOf(lookup: Lookup, actor: Actor, path: string) {
  const known = ancestorPaths(path).filter((above) => actor.grants.some((it) => isWithin(above, it.path)))
  return known.length ? lookup<store.Named>(store.namedStatement, [known]) : []
}

/** Holds the organization still while something about it as a whole is decided, such as its last administrator. */
export const lockOrganization = store.lockByPath
export const ensureRoot = store.ensureRoot
