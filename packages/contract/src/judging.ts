/**
 * The one judgement of the product, pure: may the holder of these grants do this there? The server asks it for every
 * route, and the SDK's guard inside a host product: it stands here so that there is no second one.
 */
import type { Check } from './access.ts'

/** A role held at a place; it reaches everything below. */
export interface Grant {
  readonly role: string
  /** Where it begins: the path of an organization, its segments joined by dots. */
  readonly path: string
  readonly permissions: readonly string[]
}

/** '/' follows '.' and precedes every digit and letter, so nothing but the subtree of `top` lies in between. */
export const isWithin = (path: string, top: string): boolean => path >= top && path < `${top}/`

/** The grant that allows `permission` at `path`, if there is one. */
export const allowedBy = <G extends Grant>(grants: readonly G[], permission: string, path: string): G | undefined =>
  grants.find((it) => isWithin(path, it.path) && it.permissions.includes(permission))

/**
 * The grant that allows it, or what is in the way: that no grant covers the place (null: there is no such place), or that
 * none that does has the permission.
 */
export function judge<G extends Grant>(
  grants: readonly G[],
  permission: string,
  path: string | null,
): G | 'reach' | 'permission' {
  if (path === null || !grants.some((it) => isWithin(path, it.path))) return 'reach'
  return allowedBy(grants, permission, path) ?? 'permission'
}

/** The judgement as a batch of questions is answered. `out`: why the holder may do nothing at all, whatever they hold. */
export function check(
  grants: readonly Grant[],
  permission: string,
  path: string | null,
  out: 'inactive' | 'stopped' | null = null,
): Check {
  const judged = judge(grants, permission, path)
  if (typeof judged === 'string') return { allowed: false, by: null, reason: out ?? judged }
  return out ? { allowed: false, by: null, reason: out } : { allowed: true, by: judged.role, reason: null }
}
