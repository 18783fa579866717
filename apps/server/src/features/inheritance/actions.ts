/** The verbs of whatever is set on organizations and inherited: one way for policies and settings. */
import type { EventType, FieldProblem, ValueChange } from '@tenantry/contract'
import { isDeepStrictEqual } from 'node:util'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Fact, Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { Refusal, settle, type Refused } from '../../platform/refusal.ts'
import type { ScopedCall } from '../../platform/value/call.ts'
import { innerId } from '../../platform/value/ids.ts'
import { versionIs } from '../../platform/value/version.ts'
import { present, presentChange, type Presented } from './present.ts'
import type { Find, Found } from './reading.ts'
import { closedAt, type Entry } from './rules.ts'
import * as store from './store.ts'

export interface Wanted {
  readonly value: unknown
  readonly locked: boolean
}
export interface Kind<K extends string, C extends string, E extends Entry<C>, T> {
  readonly table: store.Table
  readonly noun: 'policy' | 'setting'
  readonly find: Find<K, E>
  present(it: Presented<K, C>, entry: E): T
  /** That it was set, or (nothing after) reset. */
  record(
    tx: Tx,
    key: K,
    facts: Pick<Fact<EventType>, 'at' | 'target' | 'reason'>,
    before?: Wanted,
    after?: Wanted,
  ): Promise<void>
  /** The code for what is locked above. */
  readonly locked: C
  readonly refuse: {
    unknown(): Refused
    closed(code: C): Refused
    notLockable(): Refused
    valueWrong(fields: FieldProblem[]): Refused
    notSet(): Refused
    changeUnknown(): Refused
  }
}

export function verbsOf<K extends string, C extends string, E extends Entry<C>, T>(kind: Kind<K, C, E, T>) {
  const { table, find, refuse, noun } = kind
  const entryIn = (found: Found<K, E>, key: K): E => found.entries.get(key) ?? no(refuse.unknown())
  const shown = ({ at, actor }: ScopedCall, found: Found<K, E>, key: K, version: number): T => {
    const entry = entryIn(found, key)
    return kind.present(present(key, entry, at, actor, found.placed.get(key) ?? [], version, kind.locked), entry)
  }

  /** What stands here, held still, with all that is said about it above. */
  async function lockHere(tx: Tx, { at, actor, expects }: ScopedCall, key: K) {
    const [before, found] = await together(store.lock(tx, table, at.path, key), find(at.path, [key]))
    const kept = entryIn(found, key).keptFrom(actor, at)
    if (kept) no(kept.refused)
    settle(versionIs(expects, before?.version ?? 0))
    return { before, found }
  }
  type Held = Awaited<ReturnType<typeof lockHere>>

  /** What is set already and set again, without another word, is no change. */
  async function set(tx: Tx, call: ScopedCall, key: K, held: Held, wanted: Wanted, reason: string | undefined) {
    const { before, found } = held
    const entry = entryIn(found, key)
    const closed = closedAt(entry, call.at, found.placed.get(key) ?? [], kind.locked)
    if (closed) no(refuse.closed(closed))
    if (wanted.locked && !entry.lockable) no(refuse.notLockable())
    const faults = entry.faultsOf(wanted.value)
    if (faults.length) no(refuse.valueWrong(faults))
    const same = before?.is_set && before.locked === wanted.locked && isDeepStrictEqual(before.value, wanted.value)
    return before && same ? shown(call, found, key, before.version) : put(tx, call, key, held, wanted, reason)
  }

  async function put(
    tx: Tx,
    call: ScopedCall,
    key: K,
    { before, found }: Held,
    wanted: Wanted | undefined,
    reason: string | undefined,
  ): Promise<T> {
    const { at, actor } = call
    const { value, locked } = wanted ?? { value: undefined, locked: false }
    const row = await store.put(tx, table, { path: at.path, key, value, locked, by: actor, reason: reason ?? null })
    const was = before?.is_set ? { value: before.value, locked: before.locked } : undefined
    await kind.record(tx, key, { at, target: { kind: noun, id: row.id }, reason }, was, wanted)
    return shown(call, withOwn(found, key, call, tx.now, wanted, reason), key, row.version)
  }

  return {
    list: (call: ScopedCall): Promise<{ items: T[] }> =>
      call.inReach(async (tx) => {
        const [rows, found] = await together(store.versions(tx, table, call.at.path), find(call.at.path, null))
        const versions = new Map(rows.map((row) => [row.key, row.version]))
        return { items: [...found.entries.keys()].map((key) => shown(call, found, key, versions.get(key) ?? 0)) }
      }),
    show: (call: ScopedCall, key: K): Promise<T> =>
      call.inReach(async (tx) => {
        const [own, found] = await together(store.find(tx, table, call.at.path, key), find(call.at.path, [key]))
        return shown(call, found, key, own?.version ?? 0)
      }),
    set: (call: ScopedCall, key: K, wanted: Wanted, reason: string | undefined): Promise<T> =>
      call.inReach(async (tx) => set(tx, call, key, await lockHere(tx, call, key), wanted, reason)),
    reset: (call: ScopedCall, key: K, reason: string | undefined): Promise<T> =>
      call.inReach(async (tx) => {
        const held = await lockHere(tx, call, key)
        if (!held.before?.is_set) no(refuse.notSet())
        return put(tx, call, key, held, undefined, reason)
      }),
    history: ({ at, cursor, inReach }: ScopedCall, key: K, limit = 50) =>
      inReach(async (tx): Promise<{ items: ValueChange[]; next: string | null }> => {
        const [own, found] = await together(store.find(tx, table, at.path, key), find(at.path, [key]))
        entryIn(found, key)
        const rows = own ? await store.changes(tx, at.path, own.id, cursor.after, limit) : []
        return pageOf(rows, limit, (row) => cursor.seal([row.at.toISOString(), row.seq]), presentChange)
      }),
    restore: (call: ScopedCall, key: K, change: string, reason: string | undefined): Promise<T> =>
      call.inReach(async (tx) => {
        const held = await lockHere(tx, call, key)
        const { id } = held.before ?? no(refuse.changeUnknown())
        const row = await store.change(tx, call.at.path, id, innerId(change), `${noun}.set`)
        const wanted = row && presentChange(row).after
        return set(tx, call, key, held, wanted ?? no(refuse.changeUnknown()), reason)
      }),
  }
}

/** What was read, as it will be once this has committed. */
function withOwn<K extends string, E extends Entry>(
  found: Found<K, E>,
  key: K,
  { at, actor: by }: ScopedCall,
  now: Date,
  wanted: Wanted | undefined,
  reason: string | undefined,
): Found<K, E> {
  const above = (found.placed.get(key) ?? []).filter((it) => it.path !== at.path)
  const place = { path: at.path, org_id: at.id, org_name: at.name, org_level: at.level }
  const setter = { set_by: by.user, set_by_name: by.name, set_at: now, reason: reason ?? null }
  const own = wanted ? [{ key, ...place, ...setter, ...wanted }] : []
  return { ...found, placed: new Map(found.placed).set(key, [...above, ...own]) }
}

function no(refused: Refused): never {
  throw new Refusal(refused)
}
