/** What travels with a request into an action: closed values and the capabilities this kind of caller has. */
import type { Language, RouteSpec } from '@tenantry/contract'
import type { Tx } from '../db/scope.ts'
import type { Actor, Grant } from './actor.ts'
import type { Node, Reach } from './reach.ts'

export interface Call {
  readonly now: Date
  readonly requestId: string
  /** Network address of the caller. */
  readonly address: string
  readonly userAgent: string | null
  /** What the caller's browser asks for; English when it asks for none we have. */
  readonly language: Language
  /** The version named by If-Match, if any. */
  readonly expects: number | null
  /** The session's own. */
  readonly cookie: HeldCookie
  readonly browserBinding: BrowserBinding
  /** The cookie of a browser in which somebody signed in before: it opens nothing, and is not locked out by strangers. */
  readonly knownBrowser: HeldCookie
  /** The cookie of a browser that is remembered: for sign-ins to come, whoever is signed in now. */
  readonly rememberedBrowser: HeldCookie
  readonly cursor: Cursor
}
/** A cookie of the answer. */
export interface Cookie {
  set(token: string, expiresAt: Date): void
  clear(): void
}
export interface HeldCookie extends Cookie {
  /** The secret that the browser sent with this request; null where there is none, or none of the right form. */
  readonly token: string | null
}
/** The browser itself, signed in or not: what it begins elsewhere is ended by it alone. */
export interface BrowserBinding {
  /** A secret that only this browser has; null when it has none. */
  readonly secret: string | null
  /** The same, made where there is none. */
  bind(): string
}
/** Page positions, bound to caller, route and filter. */
export interface Cursor {
  /** Sort values of the last row of the page before; null on the first page. */
  readonly after: readonly unknown[] | null
  seal(values: readonly unknown[]): string
}
/** Nobody is signed in: the action says, from a token or an identity it has verified, how far it must reach. */
export interface PublicCall extends Call {
  transact<T>(
    scope: { reach?: Reach; identity?: string; user?: string; name: string },
    work: (tx: Tx) => Promise<T>,
  ): Promise<T>
}
/** What comes of a transaction: its answer, and beside it what goes to the caller once and is kept nowhere (a new secret). */
export interface Kept<T, A> {
  readonly answer: T
  readonly aside: A
}
/**
 * A transaction within a reach. In a route that changes something `answer` is what an Idempotency-Key repeats; `aside` is
 * of the attempt that committed, and null where the answer is a repeated one.
 */
export type Keeping = <T, A>(work: (tx: Tx) => Promise<Kept<T, A>>) => Promise<Kept<T, A | null>>
export interface AsSelf {
  <T>(work: (tx: Tx) => Promise<T>, home?: { path: string }): Promise<T>
  keeping<T, A>(work: (tx: Tx) => Promise<Kept<T, A>>, home?: { path: string }): Promise<Kept<T, A | null>>
}
export interface InReach {
  <T>(work: (tx: Tx) => Promise<T>): Promise<T>
  readonly keeping: Keeping
}
export interface ActorCall extends Call {
  readonly actor: Actor
}
/** The route is about the caller alone. */
export interface MemberCall extends ActorCall {
  readonly home: Node
  /** In a route that is `weighed`: the path of each organization that the body names and that exists, by the identifier it is named by. */
  readonly paths: ReadonlyMap<string, string>
  /**
   * A transaction that reaches the caller's own person and home organization, or the home of another of their accounts.
   * In a route that changes something its value is the route's answer: that is what an Idempotency-Key repeats. Whoever
   * hands out a secret as well takes `keeping`.
   */
  readonly asSelf: AsSelf
}
/** The caller holds the route's permission at `at`. */
export interface ScopedCall extends ActorCall {
  readonly at: Node
  /** A transaction that reaches the subtree of `at` and nothing else. Its value is the answer, as in `asSelf`. */
  readonly inReach: InReach
  /** For what lies above `at`, as far up as one of the caller's grants goes. */
  readonly inReachOf: InReachOf
  /**
   * The same, reaching the smallest subtree that holds `at` and another place too: for what goes from one to the other.
   * Whoever asks for it has decided about that place as well.
   */
  inReachOfBoth<T>(other: { path: string }, work: (tx: Tx) => Promise<T>): Promise<T>
}
/** The route is about an organization that the caller may be allowed nothing at, or not even know of. */
export interface ReachCall extends ActorCall {
  /** Null when there is none of this identifier. That one of their grants covers it is for the action to find out. */
  readonly named: Node | null
  readonly inReachOf: InReachOf
}
/**
 * A transaction that reaches what one of the caller's own grants covers, and nothing else; with none, what belongs to no
 * organization (the blueprint's roles).
 */
export type InReachOf = <T>(own: Grant | null, work: (tx: Tx) => Promise<T>) => Promise<T>
export type CallOf<R extends RouteSpec> = R['access'] extends 'public'
  ? PublicCall
  : R['access'] extends 'member'
    ? MemberCall
    : R['access'] extends 'reach'
      ? ReachCall
      : ScopedCall
