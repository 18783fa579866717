/** What holds where: locks from above first, then the nearest value, the blueprint, the default. Pure. */
import type { FieldProblem } from '@tenantry/contract'
import type { Refused } from '../../platform/refusal.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { Node } from '../../platform/value/reach.ts'

/** A value set on an organization. */
export interface Placed {
  readonly path: string
  readonly value: unknown
  readonly locked: boolean
}
/** What its registry says of one key. `C`: the codes that say why it cannot be set. */
export interface Entry<C extends string = string> {
  readonly default: unknown
  /** The blueprint's value, where that is another than the default. */
  readonly preset?: { readonly value: unknown; readonly locked: boolean } | undefined
  /** False: nothing can be locked, and what was locked once is no lock any more. */
  readonly lockable: boolean
  /** Why nobody can set it there, whatever is set above. */
  closedAt(at: Node): C | null
  /** Why this caller can neither set it there nor take it back. */
  keptFrom(actor: Actor, at: Node): { readonly code: C; readonly refused: Refused } | null
  /** Whether what is kept holds: another version, or another blueprint, may have written what is no value any more. */
  holds(placed: { readonly value: unknown; readonly org_level: string }): boolean
  /** What is wrong with a value, each beside its field below `body.value`. */
  faultsOf(value: unknown): FieldProblem[]
}
export interface Effective<S extends Placed = Placed> {
  readonly value: unknown
  readonly source: {
    readonly kind: 'set' | 'inherited' | 'locked' | 'blueprint' | 'default'
    /** What decides, where that is set on an organization. */
    readonly at?: S
    /** Nothing below can set another value. */
    readonly locked: boolean
  }
}

/** `placed`: those of one key at `path` and above it, top first. */
export function effectiveOf<S extends Placed>(
  { preset, default: usual }: Pick<Entry, 'preset' | 'default'>,
  path: string,
  placed: readonly S[],
): Effective<S> {
  if (preset?.locked) return { value: preset.value, source: { kind: 'blueprint', locked: true } }
  const lock = placed.find((it) => it.locked)
  const decides = lock ?? placed.at(-1)
  if (decides) {
    const kind = decides.path === path ? 'set' : lock ? 'locked' : 'inherited'
    return { value: decides.value, source: { kind, at: decides, locked: decides.locked } }
  }
  if (preset) return { value: preset.value, source: { kind: 'blueprint', locked: false } }
  return { value: usual, source: { kind: 'default', locked: false } }
}

/** Why it cannot be set there, if so; `locked` is the code for a lock above. */
export function closedAt<C extends string>(entry: Entry<C>, at: Node, placed: readonly Placed[], locked: C): C | null {
  const isLocked = entry.preset?.locked === true || placed.some((it) => it.locked && it.path !== at.path)
  return entry.closedAt(at) ?? (isLocked ? locked : null)
}
