import type { Inherited, ValueChange } from '@tenantry/contract'
import type { Actor } from '../../platform/value/actor.ts'
import { publicId } from '../../platform/value/ids.ts'
import { isWithin, type Node } from '../../platform/value/reach.ts'
import { closedAt, effectiveOf, type Entry } from './rules.ts'
import type { changes, PlacedRow } from './store.ts'

export type Presented<K extends string, C extends string> = Omit<Inherited, 'key' | 'closed'> & {
  key: K
  closed: C | null
}

/** As somebody may know it: what lies above everything they reach has no name. */
export function present<K extends string, C extends string>(
  key: K,
  entry: Entry<C>,
  at: Node,
  actor: Actor,
  placed: readonly PlacedRow[],
  version: number,
  locked: C,
): Presented<K, C> {
  const above = placed.filter((it) => it.path !== at.path)
  const own = placed.find((it) => it.path === at.path)
  const { value, source } = effectiveOf(entry, at.path, placed)
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
    inherited: effectiveOf(entry, at.path, above).value,
    closed: closedAt(entry, at, placed, locked) ?? entry.keptFrom(actor, at)?.code ?? null,
    version,
  }
}

const knows = (actor: Actor, it: PlacedRow) => actor.grants.some((held) => isWithin(it.path, held.path))
const refOf = (it: PlacedRow) => ({ id: publicId('org', it.org_id), name: it.org_name, level: it.org_level })

type Fact = Awaited<ReturnType<typeof changes>>[number]
type Facts = { value?: unknown; locked?: boolean } | null
const placedIn = (facts: Facts) =>
  facts && 'value' in facts ? { value: facts.value, locked: facts.locked === true } : null
export const presentChange = (row: Fact): ValueChange => ({
  id: publicId('evt', row.id),
  at: row.at.toISOString(),
  actor: { id: row.actor_user ? publicId('usr', row.actor_user) : null, name: row.actor_name },
  before: placedIn(row.before as Facts),
  after: placedIn(row.after as Facts),
  reason: row.reason,
})
