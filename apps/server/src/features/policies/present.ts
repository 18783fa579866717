import { policySpec, type Policy, type PolicyChange, type PolicyKey } from '@tenantry/contract'
import type { Actor } from '../../platform/value/actor.ts'
import { publicId } from '../../platform/value/ids.ts'
import { isWithin, type Node } from '../../platform/value/reach.ts'
import type { Found } from './reading.ts'
import { closedAt, effectiveOf } from './rules.ts'
import type { changes, SettingRow } from './store.ts'

/** One policy as somebody may know it: what lies above everything they reach has no name. */
export function present(key: PolicyKey, at: Node, actor: Actor, found: Found, version: number): Policy {
  const settings = found.settings.get(key) ?? []
  const preset = found.presets.get(key)
  const above = settings.filter((it) => it.path !== at.path)
  const own = settings.find((it) => it.path === at.path)
  const { value, source } = effectiveOf(key, at.path, settings, preset)
  const decides = source.at && knows(actor, source.at) ? source.at : undefined
  return {
    key,
    value,
    source: { kind: source.kind, at: decides ? refOf(decides) : null, locked: source.locked },
    setBy: decides
      ? {
          actor: { id: publicId('usr', decides.set_by), name: decides.set_by_name },
          at: decides.set_at.toISOString(),
          reason: decides.reason,
        }
      : null,
    own: own ? { value: own.value, locked: own.locked } : null,
    inherited: effectiveOf(key, at.path, above, preset).value,
    closed: closedAt(key, at.path, isLowest(at, found.levels), settings, preset),
    obeyed: policySpec(key).obeyed ?? false,
    version,
  }
}

const knows = (actor: Actor, it: SettingRow) => actor.grants.some((held) => isWithin(it.path, held.path))
const refOf = (it: SettingRow) => ({ id: publicId('org', it.org_id), name: it.org_name, level: it.org_level })
/** In a tree of one level everything is its top. */
export const isLowest = (at: Node, levels: readonly string[]): boolean =>
  levels.length > 1 && at.level === levels.at(-1)

type Fact = Awaited<ReturnType<typeof changes>>[number]
type Facts = { value?: unknown; locked?: boolean } | null
const settingOf = (facts: Facts) =>
  facts && 'value' in facts ? { value: facts.value, locked: facts.locked === true } : null
export const presentChange = (row: Fact): PolicyChange => ({
  id: publicId('evt', row.id),
  at: row.at.toISOString(),
  actor: { id: row.actor_user ? publicId('usr', row.actor_user) : null, name: row.actor_name },
  before: settingOf(row.before as Facts),
  after: settingOf(row.after as Facts),
  reason: row.reason,
})
