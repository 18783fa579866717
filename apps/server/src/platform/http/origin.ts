/**
 * Unsafe requests must come from our own pages (or from a program). Browsers say where a request comes from in
 * Sec-Fetch-Site and Origin and pages cannot change either; a request with neither is not from a current browser.
 */
import type { FastifyRequest } from 'fastify'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

export function comesFromElsewhere(request: FastifyRequest, ownOrigins: ReadonlySet<string>): boolean {
  if (safe.has(request.method)) return false
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin } = request.headers
  return origin !== undefined && !ownOrigins.has(origin)
}
