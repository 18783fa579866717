import { type organizations, type Organization } from '@tenantry/contract'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import type { Actor } from '../../platform/value/actor.ts'
import { ancestorPaths, isWithin } from '../../platform/value/reach.ts'
import { tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { inForce } from '../blueprint/index.ts'
import { fitsCodePattern, type Policies } from '../policies/index.ts'
import { decide } from '../roles/index.ts'
import { between, list } from './listing.ts'
import { present, presentRow } from './present.ts'
import { childLevel, codeTaken, hostTaken, mayChooseTier, mayDrawChild, mayHaveCode, mayHaveTier } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly policies: Policies
  /** Ends the sessions that the new place of a subtree takes no more, in this transaction. */
  readonly endUnfederatedMoved: (tx: Tx, moved: { path: string }) => Promise<unknown>
}
type Own = 'show' | 'list' | 'create' | 'update' | 'setTier'

export const actionsWith = ({
  lookup,
  policies,
}: Pick<Capabilities, 'lookup' | 'policies'>): Pick<ActionsFor<typeof organizations>, Own> => ({
  show: async ({ actor, at, inReach }) => {
    const row = await inReach((tx) => store.byPath(tx, at.path))
    return present(row, await ancestorsOf(lookup, actor, at.path))
  },
  list: ({ at, cursor, inReach }, { limit = 50, within = 'children', sort = 'name', order = 'asc', ...filter }) =>
    inReach(async (tx) => {
      const { search, level, standing } = filter
      const query = { path: at.path, within, search, level, standing, sort, order, after: cursor.after, limit }
      const rows = await list(tx, query)
      const ancestors = await between(tx, at.path, rows)
      const values = (row: (typeof rows)[number]) =>
        ({ name: row.name_key, code: row.code_key, createdAt: row.created_at.toISOString() })[sort]
      return pageOf(
        rows,
        limit,
        (row) => cursor.seal([values(row), row.id]),
        (row) => presentRow(row, ancestors(row)),
      )
    }),
  create: async ({ actor, at, inReach }, { name, code = null, description = null, host = null, tier = null }) => {
    const [ancestors, { levels, tiers = [] }] = await Promise.all([
      ancestorsOf(lookup, actor, at.path),
      inForce(lookup),
    ])
    const level = settle(childLevel(levels, at.level))
    settle(mayHaveCode(level, code, code === null || (await fitsCodePattern(policies, at.path, code))))
    settle(mayHaveTier(tiers, tier))
    return inReach(async (tx): Promise<Organization> => {
      settle(mayChooseTier(tier, decide(actor.grants, 'organizations.set_tier', at).granted))
      const parent = await store.lockByPath(tx, at.path)
      settle(mayDrawChild(parent))
      const it = { id: newId(), name: tidy(name), level: level.key, code, description, host, tier }
      const row = await store.insertChild(tx, parent, it, taken)
      await tx.record('organization.created', {
        at: row,
        target: { kind: 'organization', id: row.id },
        after: { name: row.name, level: level.key },
      })
      return present(row, [...ancestors, at])
    })
  },
  update: async ({ actor, at, expects, inReach }, asked) => {
    const [ancestors, { levels }] = await Promise.all([ancestorsOf(lookup, actor, at.path), inForce(lookup)])
    const fits = asked.code == null || (await fitsCodePattern(policies, at.path, asked.code))
    return inReach(async (tx): Promise<Organization> => {
      const before = await store.lockByPath(tx, at.path)
      settle(versionIs(expects, before.version))
      const level = levels.find((it) => it.key === before.level)
      if (asked.code !== undefined) settle(mayHaveCode(level, asked.code, fits))
      return present(await change(tx, before, asked), ancestors)
    })
  },
  setTier: async ({ actor, at, expects, inReach }, { tier }) => {
    const [ancestors, { tiers = [] }] = await Promise.all([ancestorsOf(lookup, actor, at.path), inForce(lookup)])
    settle(mayHaveTier(tiers, tier))
    return inReach(async (tx): Promise<Organization> => {
      const before = await store.lockByPath(tx, at.path)
      settle(versionIs(expects, before.version))
      if (before.tier === tier) return present(before, ancestors)
      const row = await store.setTier(tx, before.id, tier)
      await record(tx, 'organization.updated', row, { tier: before.tier }, { tier })
      return present(row, ancestors)
    })
  },
})

const taken = { code: codeTaken(), host: hostTaken() }

type Asked = { [K in keyof store.Details]?: store.Details[K] | undefined }
type Row = Awaited<ReturnType<typeof store.byPath>>
/** What is not given stays; what does not change is not recorded. */
async function change(tx: Tx, before: Row, asked: Asked): Promise<Row> {
  const { name, code, description, host } = before
  const was: store.Details = { name, code, description, host }
  const given = Object.fromEntries(Object.entries(asked).filter(([key, value]) => key in was && value !== undefined))
  const now: store.Details = { ...was, ...given, ...(asked.name !== undefined && { name: tidy(asked.name) }) }
  const changed = (Object.keys(was) as (keyof store.Details)[]).filter((key) => was[key] !== now[key])
  if (!changed.length) return before
  const row = await store.update(tx, before.id, now, taken)
  if (changed.includes('name')) await record(tx, 'organization.renamed', row, { name: was.name }, { name: now.name })
  const others = changed.filter((key) => key !== 'name')
  const pick = (from: store.Details) => Object.fromEntries(others.map((key) => [key, from[key]]))
  if (others.length) await record(tx, 'organization.updated', row, pick(was), pick(now))
  return row
}

type Changed = 'organization.renamed' | 'organization.updated'
const record = (tx: Tx, type: Changed, it: Row, before: object, after: object) =>
  tx.record<'organization.updated'>(type as 'organization.updated', {
    at: it,
    target: { kind: 'organization', id: it.id },
    before: { ...before },
    after: { ...after },
  })

/** The places above, as far up as one of the actor's grants reaches; read before the transaction, whose reach is narrower. */
export async function ancestorsOf(lookup: Lookup, actor: Actor, path: string) {
  const known = ancestorPaths(path).filter((above) => actor.grants.some((it) => isWithin(above, it.path)))
  return known.length ? lookup<store.Named>(store.namedStatement, [known]) : []
}

/** Holds the organization still while something about it as a whole is decided, such as its last administrator. */
export const lockOrganization = store.lockByPath
export const ensureRoot = store.ensureRoot
export const isStopped = async (tx: Tx, path: string): Promise<boolean> => (await store.placeAt(tx, path)).stopped
/** Whether it, or one above it, is deleted. */
export const isGone = async (tx: Tx, path: string): Promise<boolean> => (await store.placeAt(tx, path)).gone
