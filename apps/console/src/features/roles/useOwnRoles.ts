import { permissions as known, type Role } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { useInstallation, levelIn } from '../installation/index.ts'
import { grantsAt, useMe } from '../profile/index.ts'
import { allRolesQuery, placeQuery } from './queries.ts'

/**
 * What whoever is signed in may put into a role of the organization's own: never more than they hold here. Nothing for
 * those who may not manage roles here. The API decides anyway.
 */
export function useOwnRoles(organization: string, roles: readonly Role[]) {
  const me = useMe()
  const { levels } = useInstallation()
  // Only who may see the organization can tell whether a grant from above covers it.
  const mayAny = (['roles.manage', 'organizations.read'] as const).every((one) =>
    me.grants.some(({ permissions }) => permissions.includes(one)),
  )
  const place = useQuery({ ...placeQuery(organization), enabled: mayAny }).data
  const mine = place ? grantsAt(me, place) : []
  const may = mine.some(({ permissions }) => permissions.includes('roles.manage'))
  // Their own roles are listed where they hold them, which may be above.
  const held = mine[0]?.organization.id ?? organization
  const above = useQuery({ ...allRolesQuery(held), enabled: may }).data?.items ?? []
  if (!place || !may) return null
  const holds = new Set(mine.flatMap(({ permissions }) => permissions))
  const within = (role: Role) => role.permissions.every(({ key }) => holds.has(key))
  const words = new Map([...above, ...roles].flatMap((role) => role.permissions).map((it) => [it.key, it]))
  const given = above
    .filter(({ key }) => mine.some(({ role }) => role.key === key))
    .flatMap(({ assigns }) => assigns.map(({ key }) => key))
  const { level, lower } = levelIn(levels, place.level)
  return {
    name: place.name,
    level: level.key,
    levels: [level, ...lower],
    // In the order of every other list of them; the product's own are last there, too.
    permissions: [...holds].sort(inOrder).map((key) => words.get(key) ?? { key, label: key }),
    givable: roles.filter((role) => within(role) && (role.custom || given.includes(role.key))),
    mayAlter: (role: Role) => role.custom && role.organization?.id === organization && within(role),
  }
}
const order = Object.keys(known)
const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
const inOrder = (one: string, other: string) => rank(one) - rank(other) || (one < other ? -1 : 1)

export type OwnRoles = NonNullable<ReturnType<typeof useOwnRoles>>
