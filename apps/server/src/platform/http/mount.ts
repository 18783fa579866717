/** Mounts a feature's routes: each request is performed by its action, and answered as the contract says. */
import type { RouteSpec } from '@tenantry/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Mounted } from '../value/action.ts'
import { Readable } from 'node:stream'
import { addressed } from './address.ts'
import type { Doorway } from './calls.ts'
import { perform } from './perform.ts'

export function mount(http: FastifyInstance, doorway: Doorway, feature: string, { routes, actions }: Mounted): void {
  for (const [verb, route] of Object.entries(routes)) {
    const act = actions[verb]
    if (!act) throw new Error(`no action for ${feature}.${verb}`)
    http.route({
      ...addressed(feature, verb, route),
      config: { refuses: route.refuses },
      handler: async (request, reply) =>
        answerWith(route, await perform({ doorway, route, act, request, reply }), reply),
    })
  }
}

function answerWith(route: RouteSpec, answer: unknown, reply: FastifyReply) {
  const status = route.status ?? 200
  void reply.code(status).header('cache-control', 'no-store')
  if (route.file) {
    const { type, name } = route.file
    void reply.type(type).header('content-disposition', `attachment; filename="${name}"`)
    return reply.send(Readable.from(answer as AsyncIterable<string>, { objectMode: false }))
  }
  if (status === 204 || status === 202) return reply.send()
  // For If-Match alone: an answer also tells of other records (a role's label, a mail's fate), so that an equal version
  // does not mean an equal answer, and nothing of this is cached anyway.
  if (route.versioned) void reply.header('etag', `"${(answer as { version: number }).version}"`)
  return reply.send(answer)
}
