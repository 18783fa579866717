/** One request of one route: who calls, may they, with which capabilities, and was it done before? */
import type { RouteSpec } from '@tenantry/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '../db/scope.ts'
import { refuseCommon, Refusal, settle } from '../refusal.ts'
import type { AnyAction, AnyCall } from '../value/action.ts'
import type { Actor } from '../value/actor.ts'
import type { ActorCall, MemberCall, PublicCall } from '../value/call.ts'
import { innerId } from '../value/ids.ts'
import { subtreeOf } from '../value/reach.ts'
import { unexpectedIn } from './body.ts'
import { callFrom, type Doorway } from './calls.ts'
import { sessionTokenOf } from './cookie.ts'
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
/** The actor's account changed between look-up and lock; the request is decided anew. */
class AuthorityChanged extends Error {}
const mostDecisions = 8 // as many changes of one's own account at once as are all answered

/** The action's answer; a refusal is thrown. */
export async function perform(asked: Asked): Promise<unknown> {
  const unexpected = asked.route.body ? [] : unexpectedIn(asked.request.body)
  if (unexpected.length) throw new Refusal(invalidFields(unexpected))
  if (asked.route.access === 'public') return asStranger(asked)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asActor(asked)
    } catch (error) {
      if (!(error instanceof AuthorityChanged)) throw error
      if (attempt === mostDecisions) throw new Refusal(refuseCommon('unavailable', { retryAfter: 1 }))
    }
  }
}

const inputOf = ({ params, query, body }: FastifyRequest): object => ({
  ...(params as object),
  ...(query as object),
  ...(body as object | undefined),
})

function asStranger({ doorway, act, request, reply }: Asked): Promise<unknown> {
  const now = doorway.now()
  const transact: PublicCall['transact'] = ({ name, user, ...scope }, work) =>
    doorway.transact({ ...scope, by: { user: user ?? null, name, requestId: request.id }, now }, work)
  const call = Object.assign(callFrom(doorway, request, reply, now)(null), { transact })
  return act(call as AnyCall, inputOf(request))
}

async function asActor(asked: Asked): Promise<unknown> {
  const { doorway, route, act, request, reply } = asked
  const { organization } = request.params as Params
  const now = doorway.now()
  const token = sessionTokenOf(request, doorway.cookie)
  const named = organization === undefined ? null : innerId(organization)
  const found = token === null ? null : await doorway.authority.identify(token, named, now)
  if (!found) throw new Refusal(refuseCommon('unauthenticated'))
  const { actor, place } = found
  const at = route.access === 'member' ? null : settle(doorway.authority.decide(actor, route.access, place))
  const repeatable = repeatableOf(request, doorway.fingerprintKey)
  // What an action does ahead of its transaction (count an attempt, check a password) must not be repeated either.
  const earlier = repeatable && (await answeredBefore(doorway, actor.user, repeatable, now))
  if (earlier) return earlier.answer
  const transact = holding(asked, actor, repeatable, now)
  const call: ActorCall = Object.assign(callFrom(doorway, request, reply, now)(actor), { actor }) // a spread would read every getter
  if (at !== null) return act(Object.assign(call, { at, inReach: transact(at) }) as AnyCall, inputOf(request))
  if (!place) throw new Refusal(refuseCommon('unauthenticated'))
  const asSelf: MemberCall['asSelf'] = (work, other = place) => transact(other)(work)
  return act(Object.assign(call, { home: place, asSelf }) as AnyCall, inputOf(request))
}

const answeredBefore = (doorway: Doorway, user: string, repeatable: Repeatable, now: Date) =>
  doorway.transact({ by: { user, name: '', requestId: null }, now }, (tx) => recall(tx, user, repeatable))

/** Transactions that reach a place; those that change something hold the actor's account first, and are done once per key. */
const holding =
  ({ doorway, route, request }: Asked, actor: Actor, repeatable: Repeatable | null, now: Date) =>
  (place: { path: string }) =>
  <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const by = { user: actor.user, name: actor.name, requestId: request.id }
    return doorway.transact({ reach: subtreeOf(place.path), identity: actor.identity, by, now }, async (tx) => {
      if (route.method === 'GET') return work(tx)
      const { user } = request.params as Params
      const alone = route.access === 'member' || (user !== undefined && innerId(user) === actor.user)
      if (!(await doorway.authority.hold(tx, actor, alone))) throw new AuthorityChanged()
      return repeatable ? once(tx, actor.user, repeatable, () => work(tx)) : work(tx)
    })
  }
