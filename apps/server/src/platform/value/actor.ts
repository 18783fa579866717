/** Who is calling, as the authority look-up found them for this very request. Nothing of it is kept between requests. */
import type { Grant, Step } from '@tenantry/contract'
import type { Ruling } from '../refusal.ts'
import type { Node } from './reach.ts'

export type { Grant }
export interface Actor {
  readonly session: string
  /** The session is an API key. */
  readonly byKey: boolean
  readonly sessionExpiresAt: Date
  /** The session ends then because nothing was asked for so many seconds; null: whether it is used or not. */
  readonly idle: number | null
  readonly signedInAt: Date
  readonly identity: string
  readonly user: string
  readonly version: number
  readonly name: string
  /** What is left of their sign-in; see `during` of routes. */
  readonly step: Step | null
  /** The connection they came through; it opens nothing beside its organization. */
  readonly connection: string | null
  /** By the provider itself: a passkey that was set up on its word carries the connection as well. */
  readonly vouched: boolean
  /** Something of their own was shown in this session, or no provider's word is what it has. */
  readonly own: boolean
  /** Read where the route is about an organization; a route about the caller alone has nothing to decide by them. */
  readonly grants: readonly Grant[]
}
export interface Identified {
  readonly actor: Actor
  /**
   * The organization that the request names, if it exists (whether the actor may know of it is for `decide` to say), or
   * the actor's home where the request names none.
   */
  readonly place: Node | null
}
/** The same where the request names many organizations: the actor's grants, their home, and the path of each that exists. */
export interface Weighed {
  readonly actor: Actor
  readonly place: Node | null
  /** By the identifier that the request names it by. */
  readonly paths: ReadonlyMap<string, string>
}
/** What the HTTP layer asks of the features; app.ts joins the two. */
export interface Authority<Tx> {
  /** `isUse`: a person's own doing, which keeps a session alive that ends without use. */
  identify(token: string, organization: string | null, now: Date, isUse: boolean): Promise<Identified | null>
  /** `organizations`: as the request names them. */
  weigh(token: string, organizations: readonly string[], now: Date, isUse: boolean): Promise<Weighed | null>
  /** When the session's person last proved who they are; null: not within its life. */
  provedAt(session: string): Promise<Date | null>
  decide(actor: Actor, permission: string, target: Node | null): Ruling<Node>
  /**
   * Locks the actor's account as it was identified, and the organization named where it lies; false when either changed
   * since, and the request must be decided anew.
   * `alone`: the request changes this very account; two that shared the lock first would wait for each other.
   */
  hold(tx: Tx, actor: Actor, alone: boolean, at: Node | null): Promise<boolean>
}
