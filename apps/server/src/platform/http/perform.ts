/** One request of one route: who calls, may they, with which capabilities, and was it done before? */
import { freshMinutes, type RouteSpec } from '@tenantry/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '../db/scope.ts'
import { grant, refuseCommon, Refusal, settle, type Ruling } from '../refusal.ts'
import type { AnyAction } from '../value/action.ts'
import type { Actor } from '../value/actor.ts'
import type { Keeping, Kept, PublicCall } from '../value/call.ts'
import { innerId } from '../value/ids.ts'
import { subtreeOf, type Node } from '../value/reach.ts'
import { unexpectedIn } from './body.ts'
import { MemberAsked, ReachAsked, ScopedAsked, StrangerAsked, type Doorway } from './calls.ts'
import { credentialOf } from './credential.ts'
import { once, recall, repeatableOf, type Repeatable } from './idempotency.ts'
import { invalidFields } from './problems.ts'

export interface Asked {
  readonly doorway: Doorway
  readonly route: RouteSpec
  readonly act: AnyAction
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}
interface Params {
  readonly organization?: string
  readonly user?: string
}
const stepsLeft = {
  second_factor: 'second_factor_required',
  change_password: 'password_change_required',
  enrol_factor: 'factor_enrolment_required',
} as const

/** The actor's account, or the organization's place, changed between look-up and lock; the request is decided anew. */
class AuthorityChanged extends Error {}
const mostDecisions = 8 // as many changes of one's own account at once as are all answered

/** The action's answer; a refusal is thrown. */
export async function perform(asked: Asked): Promise<unknown> {
  const unexpected = asked.route.body ? [] : unexpectedIn(asked.request.body)
  if (unexpected.length) throw new Refusal(invalidFields(unexpected))
  return asked.route.access === 'public' ? asStranger(asked) : asActor(asked)
}

/** A page that only looks whether something is new says so, whatever the header's value: it keeps no session alive. */
const isUse = ({ headers }: FastifyRequest): boolean => headers['tenantry-background'] === undefined

const inputOf = ({ params, query, body }: FastifyRequest): object => ({
  ...(params as object),
  ...(query as object),
  ...(body as object | undefined),
})

function asStranger({ doorway, act, request, reply }: Asked): Promise<unknown> {
  const now = doorway.now()
  const transact: PublicCall['transact'] = ({ name, user, ...scope }, work) =>
    doorway.transact({ ...scope, by: { user: user ?? null, name, requestId: request.id }, now }, work)
  return act(new StrangerAsked(transact, doorway, request, reply, now), inputOf(request))
}

async function asActor(asked: Asked): Promise<unknown> {
  const { doorway, route, act, request, reply } = asked
  const now = doorway.now()
  const standing = await decided(asked, now)
  const { actor } = standing
  const repeatable = repeatableOf(request, doorway.fingerprintKey)
  // What an action does ahead of its transaction (count an attempt, check a password) must not be repeated either.
  const earlier = repeatable && (await answeredBefore(doorway, actor.user, repeatable, now))
  if (earlier) return earlier.answer
  const within = holding(asked, standing, repeatable, now)
  const { at, home } = standing
  if (route.access === 'reach')
    return act(new ReachAsked(actor, standing.named, within, doorway, request, reply, now), inputOf(request))
  if (at !== null) return act(new ScopedAsked(actor, at, within, doorway, request, reply, now), inputOf(request))
  if (!home) throw new Refusal(refuseCommon('unauthenticated'))
  return act(
    new MemberAsked({ actor, home, paths: standing.paths ?? none }, within, doorway, request, reply, now),
    inputOf(request),
  )
}

const isFresh = (provedAt: Date | null, now: Date): Ruling =>
  provedAt !== null && now.getTime() - provedAt.getTime() <= freshMinutes * 60_000
    ? grant(undefined)
    : refuseCommon('proof_required')

/** The caller, and the organization the route is about (`at`) or only names (`named`), or else their home, as of now. */
interface Standing {
  readonly actor: Actor
  readonly at: Node | null
  readonly named: Node | null
  readonly home: Node | null
  readonly paths?: ReadonlyMap<string, string>
}
const none: ReadonlyMap<string, string> = new Map()
interface Naming {
  readonly questions?: readonly { readonly organization: string }[]
  readonly organizations?: readonly string[]
}
async function identified({ authority }: Doorway, route: RouteSpec, request: FastifyRequest, token: string, now: Date) {
  if (route.weighed) {
    const { questions = [], organizations = [] } = request.body as Naming
    const named = new Set(organizations)
    for (const { organization } of questions) named.add(organization)
    return authority.weigh(token, [...named], now, isUse(request))
  }
  const { organization } = request.params as Params
  const place = organization === undefined ? null : innerId(organization)
  const found = await authority.identify(token, place, now, isUse(request))
  return found && { ...found, paths: none }
}
async function decided({ doorway, route, request }: Asked, now: Date): Promise<Standing> {
  const token = credentialOf(request, doorway.cookie)
  const found = token === null ? null : await identified(doorway, route, request, token, now)
  if (!found) throw new Refusal(refuseCommon('unauthenticated'))
  const { actor, place } = found
  // Half a sign-in can call nothing but its next step, whatever the person holds.
  if (actor.step !== null && !route.during?.includes(actor.step)) throw new Refusal(refuseCommon(stepsLeft[actor.step]))
  if (actor.byKey && route.byKey === 'refused') throw new Refusal(refuseCommon('key_not_enough'))
  if (route.fresh) settle(isFresh(await doorway.authority.provedAt(actor.session), now))
  if (route.access === 'member') return { actor, at: null, named: null, home: place, paths: found.paths }
  if (route.access === 'reach') return { actor, at: null, named: place, home: null }
  return { actor, at: settle(doorway.authority.decide(actor, route.access, place)), named: null, home: null }
}

/**
 * Decided once more, in place: the action holds these very objects and is not begun anew, so that what it did ahead of
 * its transaction is done once per request, and what it decides inside is decided by what is true now.
 */
async function decideAgain(asked: Asked, { actor, at, home }: Standing, now: Date): Promise<void> {
  const anew = await decided(asked, now)
  Object.assign(actor, anew.actor)
  if (at) Object.assign(at, anew.at)
  if (home) Object.assign(home, anew.home)
}

const answeredBefore = (doorway: Doorway, user: string, repeatable: Repeatable, now: Date) =>
  doorway.transact({ by: { user, name: '', requestId: null }, now }, (tx) => recall(tx, user, repeatable))

/** Transactions that reach a place; those that change something hold the actor's account first, and are done once per key. */
const holding =
  (asked: Asked, standing: Standing, repeatable: Repeatable | null, now: Date) =>
  (place: { path: string }): Keeping =>
  async (work) => {
    for (let decisions = 1; ; decisions += 1) {
      try {
        return await held(asked, standing, place, repeatable, now, work)
      } catch (error) {
        if (!(error instanceof AuthorityChanged)) throw error
        if (decisions === mostDecisions) throw new Refusal(refuseCommon('unavailable', { retryAfter: 1 }))
        await decideAgain(asked, standing, now)
      }
    }
  }

function held<T, A>(
  { doorway, route, request }: Asked,
  { actor, at }: Standing,
  place: { path: string },
  repeatable: Repeatable | null,
  now: Date,
  work: (tx: Tx) => Promise<Kept<T, A>>,
): Promise<Kept<T, A | null>> {
  const by = { user: actor.user, name: actor.name, requestId: request.id }
  return doorway.transact({ reach: subtreeOf(place.path), identity: actor.identity, by, now }, async (tx) => {
    if (route.method === 'GET' || route.readsOnly) return work(tx)
    const { user } = request.params as Params
    const alone = route.access === 'member' || (user !== undefined && innerId(user) === actor.user)
    const act = () => work(tx)
    // What the action asks first travels with the lock; whatever came of it is rolled back where the lock was not given.
    const [lock, done] = await Promise.allSettled([
      doorway.authority.hold(tx, actor, alone, at),
      repeatable ? once(tx, actor.user, repeatable, act) : act(),
    ])
    if (lock.status === 'rejected') throw lock.reason
    if (!lock.value) throw new AuthorityChanged()
    if (done.status === 'rejected') throw done.reason
    return done.value
  })
}
