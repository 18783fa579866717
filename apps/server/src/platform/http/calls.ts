/** What calls carry, by who makes them: what an action may know of the request, and which transactions it may open. */
import { Language } from '@tenantry/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Transact, Tx } from '../db/scope.ts'
import { refuseCommon, Refusal } from '../refusal.ts'
import type { Actor, Authority, Grant } from '../value/actor.ts'
import type {
  AsSelf,
  Call,
  HeldCookie,
  InReach,
  InReachOf,
  Keeping,
  MemberCall,
  PublicCall,
  ReachCall,
  ScopedCall,
} from '../value/call.ts'
import { commonPath, type Node } from '../value/reach.ts'
import { bindingOn, cookieOn, knownOf, rememberedOf, tokenIn, type CookieShape } from './cookie.ts'
import { cursorFor } from './cursors.ts'

/** What app.ts hands to the HTTP layer. */
export interface Doorway {
  readonly now: () => Date
  readonly authority: Authority<Tx>
  readonly transact: Transact
  readonly cookie: CookieShape
  readonly cursorKey: Buffer
  readonly fingerprintKey: Buffer
}

/** Most calls need little of this, and a session check has some 20 microseconds for everything: read when asked for. */
abstract class Asked implements Call {
  readonly now: Date
  readonly expects: number | null
  readonly #doorway: Doorway
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply

  constructor(doorway: Doorway, request: FastifyRequest, reply: FastifyReply, now: Date) {
    this.now = now
    this.expects = versionOf(request.headers['if-match'])
    this.#doorway = doorway
    this.#request = request
    this.#reply = reply
  }
  get requestId() {
    return this.#request.id
  }
  get address() {
    return this.#request.ip
  }
  get userAgent() {
    return this.#request.headers['user-agent']?.slice(0, 300) ?? null
  }
  get language() {
    return languageOf(this.#request.headers['accept-language'])
  }
  get cookie() {
    return this.#held(this.#doorway.cookie)
  }
  get browserBinding() {
    return bindingOn(this.#request, this.#reply, this.#doorway.cookie)
  }
  get knownBrowser() {
    return this.#held(knownOf(this.#doorway.cookie))
  }
  get rememberedBrowser() {
    return this.#held(rememberedOf(this.#doorway.cookie))
  }
  #held(shape: CookieShape): HeldCookie {
    return { token: tokenIn(this.#request, shape), ...cookieOn(this.#reply, shape) }
  }
  get cursor() {
    const { query, params, routeOptions } = this.#request
    const { cursor, limit: _, ...filter } = query as { cursor?: string; limit?: number }
    const binding = JSON.stringify([this.caller, routeOptions.url, params, filter])
    return cursorFor(this.#doorway.cursorKey, cursor, binding)
  }
  protected abstract readonly caller: string | undefined
}

export class StrangerAsked extends Asked implements PublicCall {
  protected readonly caller = undefined
  readonly transact: PublicCall['transact']
  constructor(transact: PublicCall['transact'], ...from: ConstructorParameters<typeof Asked>) {
    super(...from)
    this.transact = transact
  }
}

type Within = (place: { path: string }) => Keeping
/** For work that has nothing to hand on but its answer. */
const answering =
  (keeping: Keeping) =>
  async <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    (await keeping(async (tx) => ({ answer: await work(tx), aside: null }))).answer
export class MemberAsked extends Asked implements MemberCall {
  readonly actor: Actor
  readonly home: Node
  readonly paths: ReadonlyMap<string, string>
  readonly #within: Within
  constructor(
    { actor, home, paths }: { actor: Actor; home: Node; paths: ReadonlyMap<string, string> },
    within: Within,
    ...from: ConstructorParameters<typeof Asked>
  ) {
    super(...from)
    this.actor = actor
    this.home = home
    this.paths = paths
    this.#within = within
  }
  protected get caller() {
    return this.actor.user
  }
  get asSelf(): AsSelf {
    const asSelf = <T>(work: (tx: Tx) => Promise<T>, other: { path: string } = this.home) =>
      answering(this.#within(other))(work)
    const keeping: AsSelf['keeping'] = (work, other = this.home) => this.#within(other)(work)
    return Object.assign(asSelf, { keeping })
  }
}

export class ScopedAsked extends Asked implements ScopedCall {
  readonly actor: Actor
  readonly at: Node
  readonly inReach: InReach
  readonly #within: Within
  readonly inReachOfBoth: ScopedCall['inReachOfBoth']
  constructor(actor: Actor, at: Node, within: Within, ...from: ConstructorParameters<typeof Asked>) {
    super(...from)
    this.actor = actor
    this.at = at
    this.inReach = Object.assign(answering(within(at)), { keeping: within(at) })
    this.#within = within
    const both = (other: { path: string }) => ({
      // Read when the transaction opens: `at` may have moved meanwhile.
      get path() {
        return commonPath(at.path, other.path)
      },
    })
    this.inReachOfBoth = (other, work) => answering(within(both(other)))(work)
  }
  protected get caller() {
    return this.actor.user
  }
  readonly inReachOf: InReachOf = (own, work) => answering(this.#within(ownOf(this.actor, own)))(work)
}

export class ReachAsked extends Asked implements ReachCall {
  readonly actor: Actor
  readonly named: Node | null
  readonly #within: Within
  constructor(actor: Actor, named: Node | null, within: Within, ...from: ConstructorParameters<typeof Asked>) {
    super(...from)
    this.actor = actor
    this.named = named
    this.#within = within
  }
  protected get caller() {
    return this.actor.user
  }
  readonly inReachOf: InReachOf = (own, work) => answering(this.#within(ownOf(this.actor, own)))(work)
}

/** No reach is opened by a grant that was put together somewhere else. */
function ownOf({ grants }: Actor, own: Grant | null): { path: string } {
  if (own === null) return { path: '' } // no organization has it, nor lies below it
  if (!grants.includes(own)) throw new Error('not a grant of the caller')
  return own
}

/** The first language of Accept-Language that the product speaks. */
function languageOf(header: string | undefined): Language {
  const asked = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
  return asked.find((it): it is Language => Language.enum.some((known) => known === it)) ?? 'en'
}

/** `"7"` or `*`; anything else can match nothing. */
function versionOf(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null
  const digits = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (digits === undefined) throw new Refusal(refuseCommon('version_differs'))
  return Number(digits)
}
