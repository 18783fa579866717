/** Joins a route of the contract with the action that does it: identify, decide, open the capabilities, answer. */
import type { Input, Output, RouteSpec, Routes } from '@tenantry/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '../db/scope.ts'
import { innerId } from '../value/ids.ts'
import { refuseCommon, Refusal, settle } from '../refusal.ts'
import type { ActorCall, CallOf, MemberCall, PublicCall, ScopedCall } from '../value/call.ts'
import { subtreeOf } from '../value/reach.ts'
import { addressed } from './address.ts'
import { unexpectedIn } from './body.ts'
import { callFrom, type Doorway } from './calls.ts'
import { sessionTokenOf } from './cookie.ts'
import { fingerprintOf, once, recall, type Repeatable } from './idempotency.ts'
import { invalidFields } from './problems.ts'

export type Action<R extends RouteSpec> = (call: CallOf<R>, input: Input<R>) => Promise<Output<R>>
export type ActionsFor<T extends Routes> = { readonly [V in keyof T]: Action<T[V]> }
type AnyCall = PublicCall & MemberCall & ScopedCall
type AnyAction = (call: AnyCall, input: unknown) => Promise<unknown>
/** A feature's routes with the action of each; what index.ts of a feature offers and app.ts mounts. */
export interface Mounted {
  readonly routes: Routes
  readonly actions: Readonly<Record<string, AnyAction>>
}
/** Checked here, once, that every route of a feature has an action of its very type. */
export const mounted = <T extends Routes>(routes: T, actions: ActionsFor<T>): Mounted => ({
  routes,
  // The three kinds of call differ per route; `ActionsFor` has matched each route with its kind.
  actions: actions as object as Record<string, AnyAction>,
})

/** The actor's account changed between look-up and lock; the request is decided anew. */
class AuthorityChanged extends Error {}
const mostDecisions = 8 // as many changes of one's own account at once as are all answered

export function mount(http: FastifyInstance, doorway: Doorway, feature: string, { routes, actions }: Mounted): void {
  for (const [verb, route] of Object.entries(routes)) {
    const act = actions[verb]
    if (!act) throw new Error(`no action for ${feature}.${verb}`)
    http.route({
      ...addressed(feature, verb, route),
      handler: async (request, reply) => {
        const answer = await decided(doorway, route, act, request, reply)
        return answerWith(route, answer, reply)
      },
    })
  }
}

async function decided(
  doorway: Doorway,
  route: RouteSpec,
  act: AnyAction,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await perform(doorway, route, act, request, reply)
    } catch (error) {
      if (!(error instanceof AuthorityChanged)) throw error
      if (attempt === mostDecisions) throw new Refusal(refuseCommon('unavailable', { retryAfter: 1 }))
    }
  }
}

async function perform(
  doorway: Doorway,
  route: RouteSpec,
  act: AnyAction,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const params = request.params as { organization?: string; user?: string }
  const unexpected = route.body ? [] : unexpectedIn(request.body)
  if (unexpected.length) throw new Refusal(invalidFields(unexpected))
  const input = { ...params, ...(request.query as object), ...(request.body as object | undefined) }
  const now = doorway.now()
  const base = callFrom(doorway, request, reply, now)
  if (route.access === 'public') {
    return act(Object.assign(base(null), { transact: publicTransact(doorway, request.id, now) }) as AnyCall, input)
  }
  const token = sessionTokenOf(request, doorway.cookie)
  const organization = params.organization === undefined ? null : innerId(params.organization)
  const found = token === null ? null : await doorway.authority.identify(token, organization, now)
  if (!found) throw new Refusal(refuseCommon('unauthenticated'))
  const { actor } = found
  const repeatable = repeatableOf(doorway, request, route)
  const transact =
    (node: { path: string }) =>
    <T>(work: (tx: Tx) => Promise<T>) =>
      doorway.transact(
        {
          reach: subtreeOf(node.path),
          identity: actor.identity,
          by: { user: actor.user, name: actor.name, requestId: request.id },
          now,
        },
        async (tx) => {
          if (route.method === 'GET') return work(tx)
          const alone = route.access === 'member' || (params.user !== undefined && innerId(params.user) === actor.user)
          if (!(await doorway.authority.hold(tx, actor, alone))) throw new AuthorityChanged()
          return repeatable ? once(tx, actor.user, repeatable, () => work(tx)) : work(tx)
        },
      )
  const at = route.access === 'member' ? null : settle(doorway.authority.decide(actor, route.access, found.place))
  // What an action does ahead of its transaction (count an attempt, check a password) must not be repeated either.
  const earlier = repeatable && (await answeredBefore(doorway, actor.user, repeatable, now))
  if (earlier) return earlier.answer
  const call: ActorCall = Object.assign(base(actor), { actor }) // not spread: that would read every getter
  if (at !== null) return act(Object.assign(call, { at, inReach: transact(at) }) as AnyCall, input)
  if (!found.place) throw new Refusal(refuseCommon('unauthenticated'))
  const home = found.place
  const asSelf: MemberCall['asSelf'] = (work, other = home) => transact(other)(work)
  return act(Object.assign(call, { home, asSelf }) as AnyCall, input)
}

const answeredBefore = (doorway: Doorway, user: string, repeatable: Repeatable, now: Date) =>
  doorway.transact({ by: { user, name: '', requestId: null }, now }, (tx) => recall(tx, user, repeatable))

const publicTransact =
  (doorway: Doorway, requestId: string, now: Date): PublicCall['transact'] =>
  ({ name, user, ...scope }, work) =>
    doorway.transact({ ...scope, by: { user: user ?? null, name, requestId }, now }, work)

function repeatableOf(doorway: Doorway, request: FastifyRequest, route: RouteSpec): Repeatable | null {
  const key = request.headers['idempotency-key']
  if (route.method === 'GET' || typeof key !== 'string') return null
  if (!/^[\x21-\x7e]{1,100}$/.test(key)) {
    const field = { path: 'headers.idempotency-key', code: 'pattern', message: '1 to 100 visible ASCII characters.' }
    throw new Refusal(refuseCommon('validation_failed', { fields: [field] }))
  }
  return { key, fingerprint: fingerprintOf(doorway.fingerprintKey, request.method, request.url, request.body) }
}

function answerWith(route: RouteSpec, answer: unknown, reply: FastifyReply) {
  const status = route.status ?? 200
  void reply.code(status).header('cache-control', 'no-store')
  if (status === 204 || status === 202) return reply.send()
  // For If-Match alone: an answer also tells of other records (a role's label, a mail's fate), so that an equal version
  // does not mean an equal answer, and nothing of this is cached anyway.
  if (route.versioned) void reply.header('etag', `"${(answer as { version: number }).version}"`)
  return reply.send(answer)
}
