import { access, isPermission, type Question } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { ancestorPaths, isWithin } from '../../platform/value/reach.ts'

/** A misspelt permission is held by nobody; that would read like an answer. */
export const isKnown = (label: string | undefined): Ruling<string> =>
  label === undefined
    ? refusals(access.explain)('permission_unknown', {
        fields: [{ path: 'query.permission', code: 'permission_unknown', message: 'There is no such permission.' }],
      })
    : grant(label)

export const isFound = <T>(user: T | undefined): Ruling<T> =>
  user === undefined ? refusals(access.explainUser)('user_unknown') : grant(user)
export const isThere = <T>(place: T | undefined): Ruling<T> =>
  place === undefined ? refuseCommon('organization_unknown') : grant(place)

/** Of the grants that cover a place, with a permission or any, the one that goes furthest up. */
export const highest = (grants: readonly Grant[], path: string, permission?: string): Grant | undefined =>
  grants
    .filter((it) => isWithin(path, it.path) && (permission === undefined || it.permissions.includes(permission)))
    .sort((a, b) => a.path.length - b.path.length)[0]

/** A grant at any of these reaches the place: itself and all above, top first; `within` what `top` covers, and beyond. */
export function chainOf(path: string, top: string): { within: string[]; above: string[] } {
  const chain = [...ancestorPaths(path), path]
  return { within: chain.filter((it) => isWithin(it, top)), above: chain.filter((it) => !isWithin(it, top)) }
}

export const mostPeople = 5

/** Why somebody may do nothing at all. */
export const outOf = (active: boolean, stopped: boolean): 'inactive' | 'stopped' | null => {
  if (!active) return 'inactive'
  return stopped ? 'stopped' : null
}

const basic = (permission: string, grants: readonly Grant[]) =>
  isPermission(permission) || grants.some((it) => it.permissions.includes(permission))
/** Those that neither the product checks nor any of the grants has: only the blueprint can say whether they exist. */
export const unproven = (asked: readonly Question[], grants: readonly Grant[]): readonly Question[] =>
  asked.filter(({ permission }) => !basic(permission, grants))

/** All of the questions ask for something that exists; `known` are the permissions that the blueprint adds. */
export function areKnown(asked: readonly Question[], known: Readonly<Record<string, string>>): Ruling {
  const fields = asked.flatMap(({ permission }, n) =>
    isPermission(permission) || Object.hasOwn(known, permission)
      ? []
      : [
          {
            path: `body.questions.${n}.permission`,
            code: 'permission_unknown',
            message: 'There is no such permission.',
          },
        ],
  )
  return fields.length ? refusals(access.check)('permission_unknown', { fields }) : grant(undefined)
}

/**
 * Paths as the holder of the grants may see them: their topmost grants are numbered, and whatever lies below one is told
 * from there on. One lies within another exactly where it does in the tree; what covers no path is left out.
 */
export function seenFrom(grants: readonly Grant[]): (path: string) => string | null {
  const paths = [...new Set(grants.map((it) => it.path))]
  const tops = paths.filter((path) => !paths.some((other) => other !== path && isWithin(path, other)))
  return (path) => {
    const at = tops.findIndex((top) => isWithin(path, top))
    return at === -1 ? null : `${at}${path.slice(tops[at]?.length)}`
  }
}
