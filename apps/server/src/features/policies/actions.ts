import { type policies, policyKeys, type Policy, type PolicyKey } from '@tenantry/contract'
import { isDeepStrictEqual } from 'node:util'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { ScopedCall } from '../../platform/value/call.ts'
import { innerId } from '../../platform/value/ids.ts'
import type { Node } from '../../platform/value/reach.ts'
import { versionIs } from '../../platform/value/version.ts'
import { faultsOf } from './checking.ts'
import { isLowest, present, presentChange } from './present.ts'
import type { Found, Policies } from './reading.ts'
import { closedAt, mayReset, mayRestore, maySet } from './rules.ts'
import * as store from './store.ts'

/** What forms need to know beforehand; the rest is nobody's business but of those who read policies. */
const forForms: readonly PolicyKey[] = [
  'roles.change',
  'self.change_role',
  'self.deactivate',
  'reason.required',
  'lists.inactive',
  'reinvite.deactivated',
  'user.removal',
  'onboarding.modes',
  'email.domains',
  'invitation.form',
  'invitation.lifetime',
  'code.pattern',
]

/** What a policy that is set, reset or restored asks for and brings about, in the same transaction. */
export type Consequences = Partial<Record<PolicyKey, (tx: Tx, at: Node) => Promise<void>>>

export const actionsWith = (reading: Policies, consequences: Consequences): ActionsFor<typeof policies> => ({
  list: ({ actor, at, inReach }) =>
    inReach(async (tx) => {
      const [rows, found] = await together(store.versions(tx, at.path), reading.found(at.path))
      const versions = new Map(rows.map((row) => [row.key, row.version]))
      return { items: policyKeys.map((key) => present(key, at, actor, found, versions.get(key) ?? 0)) }
    }),
  inForce: async ({ at }) => ({ values: await reading.values(at.path, ...forForms) }),
  show: ({ actor, at, inReach }, { policy }) =>
    inReach(async (tx) => {
      const [own, found] = await together(store.find(tx, at.path, policy), reading.found(at.path, [policy]))
      return present(policy, at, actor, found, own?.version ?? 0)
    }),
  set: (call, { policy, value, locked = false, reason }) =>
    call.inReach(async (tx) => {
      const { before, found } = await lockHere(tx, call, policy, reading)
      const now = await set(tx, call, policy, before, found, { value, locked }, reason)
      await consequences[policy]?.(tx, call.at)
      return now
    }),
  reset: (call, { policy, reason }) =>
    call.inReach(async (tx) => {
      const { before, found } = await lockHere(tx, call, policy, reading)
      settle(mayReset(before?.is_set ? before : undefined))
      const now = await put(tx, call, policy, before, found, undefined, reason)
      await consequences[policy]?.(tx, call.at)
      return now
    }),
  history: ({ at, cursor, inReach }, { policy, limit = 50 }) =>
    inReach(async (tx) => {
      const own = await store.find(tx, at.path, policy)
      const rows = own ? await store.changes(tx, at.path, own.id, cursor.after, limit) : []
      return pageOf(rows, limit, (row) => cursor.seal([row.at.toISOString(), row.seq]), presentChange)
    }),
  restore: (call, { policy, change, reason }) =>
    call.inReach(async (tx) => {
      const { before, found } = await lockHere(tx, call, policy, reading)
      const row = before && (await store.change(tx, call.at.path, before.id, innerId(change)))
      const { after } = presentChange(settle(mayRestore(row)))
      const now = await set(tx, call, policy, before, found, settle(mayRestore(after ?? undefined)), reason)
      await consequences[policy]?.(tx, call.at)
      return now
    }),
})

interface Wanted {
  readonly value: unknown
  readonly locked: boolean
}
/** The policy here, held still, with all that is said about it above. */
async function lockHere(tx: Tx, { at, expects }: ScopedCall, key: PolicyKey, reading: Policies) {
  const [before, found] = await together(store.lock(tx, at.path, key), reading.found(at.path, [key]))
  settle(versionIs(expects, before?.version ?? 0))
  return { before, found }
}

/** What is set already and set again, without another word, is no change. */
async function set(
  tx: Tx,
  call: ScopedCall,
  key: PolicyKey,
  before: store.OwnRow | undefined,
  found: Found,
  wanted: Wanted,
  reason: string | undefined,
): Promise<Policy> {
  const { at, actor } = call
  const closed = closedAt(
    key,
    at.path,
    isLowest(at, found.levels),
    found.settings.get(key) ?? [],
    found.presets.get(key),
  )
  settle(maySet(closed, faultsOf(key, wanted.value)))
  const same = before?.is_set && before.locked === wanted.locked && isDeepStrictEqual(before.value, wanted.value)
  if (before && same) return present(key, at, actor, found, before.version)
  return put(tx, call, key, before, found, wanted, reason)
}

async function put(
  tx: Tx,
  { at, actor }: ScopedCall,
  key: PolicyKey,
  before: store.OwnRow | undefined,
  found: Found,
  wanted: Wanted | undefined,
  reason: string | undefined,
): Promise<Policy> {
  const { value, locked } = wanted ?? { value: undefined, locked: false }
  const row = await store.put(tx, { path: at.path, key, value, locked, by: actor, reason: reason ?? null })
  const was = before?.is_set ? { policy: key, value: before.value, locked: before.locked } : undefined
  const facts = { at, target: { kind: 'policy', id: row.id } as const, reason, ...(was && { before: was }) }
  if (wanted) await tx.record('policy.set', { ...facts, after: { policy: key, value, locked } })
  else await tx.record('policy.reset', { ...facts, after: { policy: key } })
  return present(key, at, actor, withOwn(found, key, at, actor, tx.now, wanted, reason), row.version)
}

/** What was read, as it will be once this has committed. */
function withOwn(
  found: Found,
  key: PolicyKey,
  at: ScopedCall['at'],
  by: ScopedCall['actor'],
  now: Date,
  wanted: Wanted | undefined,
  reason: string | undefined,
): Found {
  const above = (found.settings.get(key) ?? []).filter((it) => it.path !== at.path)
  const place = { path: at.path, org_id: at.id, org_name: at.name, org_level: at.level }
  const setter = { set_by: by.user, set_by_name: by.name, set_at: now, reason: reason ?? null }
  const own = wanted ? [{ key, ...place, ...setter, ...wanted }] : []
  return { ...found, settings: new Map(found.settings).set(key, [...above, ...own]) }
}
