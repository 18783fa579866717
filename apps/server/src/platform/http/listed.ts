/**
 * Whether a route refused as its contract says. Rules of several routes share their refusals (`user_unknown`), so that
 * the compiler sees that some route lists a code, and not that this one does; the test servers see it.
 */
import { commonRefusals, type RouteSpec } from '@tenantry/contract'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route of the contract refuses with; absent for addresses that are none of the API's. */
    refuses?: RouteSpec['refuses']
  }
}

/** The error itself, or the bug that it is where the contract does not know the refusal. */
export function asListed(error: unknown, { routeOptions }: FastifyRequest): unknown {
  const { refuses } = routeOptions.config
  if (!(error instanceof Refusal) || !refuses) return error
  const { code, status } = error.refused
  const listed = { ...commonRefusals, ...refuses }[code]
  return listed === status ? error : new Error(`${routeOptions.url} lists no refusal ${code} with ${status}`)
}
