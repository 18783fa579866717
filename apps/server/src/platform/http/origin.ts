/**
 * Unsafe requests must come from our own pages (or from a program). Browsers say where a request comes from in
 * Sec-Fetch-Site and Origin and pages cannot change either; a request with neither is not from a current browser.
 */
import type { FastifyRequest } from 'fastify'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A set that may have to ask: the addresses of organizations stand in the database. */
export interface OwnOrigins {
  has(origin: string): boolean | Promise<boolean>
}
export function comesFromElsewhere(request: FastifyRequest, ownOrigins: OwnOrigins): boolean | Promise<boolean> {
  if (safe.has(request.method)) return false
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin } = request.headers
  if (origin === undefined) return false
  const own = ownOrigins.has(origin)
  return typeof own === 'boolean' ? !own : own.then((it) => !it)
}
