/** What a transaction carries: how far it reaches, for whom it acts, and how it records what it does. */
import type { EventFacts, EventType } from '@tenantry/contract'
import type { Transaction } from 'kysely'
import type { Reach } from '../value/reach.ts'
import type { EventPassing } from './passing.ts'
import type { DB } from './tables.gen.ts'

export type TargetKind =
  | 'installation'
  | 'organization'
  | 'user'
  | 'invitation'
  | 'policy'
  | 'setting'
  | 'role'
  | 'connection'
  | 'domain'
interface Told<T extends EventType> {
  /** The organization the fact belongs to. */
  readonly at: { readonly id: string; readonly path: string }
  readonly target: { readonly kind: TargetKind; readonly id: string }
  readonly before?: Partial<EventFacts[T]>
  readonly after?: EventFacts[T]
  readonly reason?: string | undefined
  /** Who did it, where that is not the one the transaction acts for. */
  readonly by?: { readonly user: string | null; readonly name: string }
}
type Passing<T extends EventType> = T extends keyof EventPassing
  ? undefined extends EventPassing[T]
    ? { readonly inPassing?: EventPassing[T] }
    : { readonly inPassing: EventPassing[T] }
  : { readonly inPassing?: never }
export type Fact<T extends EventType> = Told<T> & Passing<T>
export type Recorder = <T extends EventType>(type: T, fact: Fact<T>) => Promise<void>
/** Hears of everything that is recorded, in the transaction that records it. */
export type Listener = <T extends EventType>(tx: Tx, type: T, fact: Fact<T>) => Promise<void>

/** On whose behalf something is done. `user` is null for the product itself and for people not signed in yet. */
export interface Stamp {
  readonly user: string | null
  readonly name: string
  readonly requestId: string | null
}
/** What nobody asked for: the product's own doing. */
export const byProduct: Stamp = { user: null, name: 'Tenantry', requestId: null }
export interface Scope {
  /** Absent: no organization's row is visible (a transaction about a person alone). */
  readonly reach?: Reach
  /** The person acted for: opens their identity, sessions and accounts. */
  readonly identity?: string
  readonly by: Stamp
  readonly now: Date
}
export interface Tx extends Transaction<DB> {
  readonly reach: Reach
  readonly now: Date
  readonly by: Stamp
  readonly record: Recorder
}
export type Transact = <T>(scope: Scope, work: (tx: Tx) => Promise<T>) => Promise<T>
