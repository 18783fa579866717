/** What is set on an organization, holds below it and can be locked there, and how that is told: policies and settings. */
import Type, { type Static } from 'typebox'
import { ActorRef, EventId, Instant, Nullable, OrganizationRef, Reason, Strict } from './values.ts'

/** Where the value that holds comes from; `locked`: nothing below can set another. */
export const ValueSource = Strict({
  kind: Type.Enum(['set', 'inherited', 'locked', 'blueprint', 'default']),
  /** The organization it is set at; null for the blueprint, the default, and an organization above the caller's reach. */
  at: Nullable(OrganizationRef),
  locked: Type.Boolean(),
})
export type ValueSource = Static<typeof ValueSource>
const Placed = Strict({ value: Type.Unknown(), locked: Type.Boolean() })

/** What is told of each; `closed`: the codes that say why nobody can set it here. */
export const inherited = <const C extends string[]>(...closed: [...C]) => ({
  /** The value that holds here. */
  value: Type.Unknown(),
  source: ValueSource,
  /** Who set the value that holds, and why; null where that lies above the caller's reach. */
  setBy: Nullable(Strict({ actor: ActorRef, at: Instant, reason: Nullable(Type.String()) })),
  /** What is set here, also while a lock above overrules it. */
  own: Nullable(Placed),
  /** What would hold here if nothing were set here. */
  inherited: Type.Unknown(),
  /** Why it cannot be set here, if so. */
  closed: Nullable(Type.Enum<C>(closed)),
  /** Counts what was set and reset here; 0 before the first. */
  version: Type.Integer(),
})
const Inherited = Strict({ key: Type.String(), ...inherited() })
export type Inherited = Omit<Static<typeof Inherited>, 'closed'> & { closed: string | null }

/** Something that was set or reset here. */
export const ValueChange = Strict({
  id: EventId,
  at: Instant,
  actor: ActorRef,
  /** Null: it was inherited. */
  before: Nullable(Placed),
  after: Nullable(Placed),
  reason: Nullable(Type.String()),
})
export type ValueChange = Static<typeof ValueChange>

export const setBody = Strict({
  value: Type.Unknown(),
  locked: Type.Optional(Type.Boolean({ default: false })),
  reason: Type.Optional(Reason),
})
export const resetBody = Strict({ reason: Type.Optional(Reason) })
export const restoreBody = Strict({ change: EventId, reason: Type.Optional(Reason) })
