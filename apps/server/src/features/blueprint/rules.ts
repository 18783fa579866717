/** Whether a blueprint may be applied to what is there. */
import { blueprint as routes, type Blueprint, type BlueprintFault, type BlueprintObstacle } from '@tenantry/contract'
import { grant, refusals, type Refused, type Ruling } from '../../platform/refusal.ts'
import { rootPath, type Node } from '../../platform/value/reach.ts'
import { people, type HeldRoles } from './rules.changes.ts'

/** What the rows of the installation say about the blueprint in force. */
export interface Uses {
  /** Users who hold a role, and open invitations to it. */
  readonly roles: HeldRoles
  /** The same by level of the organization. */
  readonly rolesAtLevels: readonly { role: string; level: string; users: number; invitations: number }[]
  /** `depth`: 0 for the top. */
  readonly levels: readonly { level: string; depth: number; organizations: number }[]
  readonly tiers: readonly { tier: string; organizations: number }[]
  /** Organizations that have an active administrator now and would have none. */
  readonly unadministered: number
}

const none = { organizations: 0, users: 0, invitations: 0 }
const open = (n: number) => (n === 1 ? '1 open invitation' : `${n} open invitations`)
/** Who has it and who is to get it; what nobody does is not worth a word. */
const inUse = (users: number, invitations: number, where = ''): string =>
  [
    ...(users ? [`held by ${people(users)}${where}`] : []),
    ...(invitations ? [`offered${where} in ${open(invitations)}`] : []),
  ].join(' and ')
const places = (n: number) => (n === 1 ? '1 organization' : `${n} organizations`)

export function obstaclesTo(before: Blueprint | null, after: Blueprint, uses: Uses): BlueprintObstacle[] {
  const roles = new Map(after.roles.map((role) => [role.key, role]))
  const depths = new Map(after.levels.map((level, depth) => [level.key, depth]))
  const gone = (before?.roles ?? []).filter((role) => !roles.has(role.key))
  const lostTiers = (before?.tiers ?? []).filter((tier) => !after.tiers?.some((it) => it.key === tier.key))
  return [
    ...gone.flatMap(({ key }): BlueprintObstacle[] => {
      const held = uses.roles.get(key)
      if (!held || held.users + held.invitations === 0) return []
      const summary = `role ${key} is ${inUse(held.users, held.invitations)}`
      return [{ ...none, code: 'role_in_use', key, ...held, summary }]
    }),
    ...uses.rolesAtLevels.flatMap(({ role, level, users, invitations }): BlueprintObstacle[] => {
      if (roles.get(role)?.levels.includes(level) ?? true) return []
      const summary = `role ${role} is ${inUse(users, invitations, ` at level ${level}`)}`
      return [{ ...none, code: 'role_level_in_use', key: role, users, invitations, summary }]
    }),
    ...uses.levels.flatMap(({ level, depth, organizations }): BlueprintObstacle[] => {
      const now = depths.get(level)
      if (now === depth) return []
      const code = now === undefined ? 'level_in_use' : 'level_moved'
      const why = now === undefined ? 'is removed' : 'would lie elsewhere'
      return [{ ...none, code, key: level, organizations, summary: `level ${level} ${why}: ${places(organizations)}` }]
    }),
    ...lostTiers.flatMap(({ key }): BlueprintObstacle[] => {
      const organizations = uses.tiers.find((it) => it.tier === key)?.organizations ?? 0
      return organizations
        ? [
            {
              ...none,
              code: 'tier_in_use',
              key,
              organizations,
              summary: `tier ${key} is that of ${places(organizations)}`,
            },
          ]
        : []
    }),
    ...(uses.unadministered
      ? [
          {
            ...none,
            code: 'administrator_lost' as const,
            key: '',
            organizations: uses.unadministered,
            summary: `${places(uses.unadministered)} would lose the last administrator`,
          },
        ]
      : []),
  ]
}

/** There is one for the whole installation, so it is asked for at the top. */
export const isAtTop = (at: Node): Ruling =>
  at.path === rootPath ? grant(undefined) : refusals(routes.show)('blueprint_elsewhere')

const applying = refusals(routes.apply)
/**
 * `mine`: what the caller may do at the top. Nobody gives by a blueprint what they do not hold, nor takes anything from a
 * role that does more than they do. What no role has yet is nobody's, and somebody must be the first to give it.
 */
export function mayShape(mine: ReadonlySet<string>, before: Blueprint['roles'], after: Blueprint['roles']): Ruling {
  const held = new Set(before.flatMap((role) => role.permissions))
  const keys = new Set([...before, ...after].map((role) => role.key))
  const touched = [...keys].flatMap((key) => {
    const [was, is] = [before, after].map((roles) => roles.find((role) => role.key === key)?.permissions ?? [])
    const added = is?.filter((it) => !was?.includes(it)) ?? []
    const same = added.length === 0 && was?.length === is?.length
    return same ? [] : [...(was ?? []), ...added.filter((it) => held.has(it))]
  })
  const above = touched.find((it) => !mine.has(it))
  if (above === undefined) return grant(undefined)
  const message = `You do not hold ${above} at the top.`
  return applying('permission_above', { fields: [{ path: 'body.text', code: 'permission_above', message }] })
}
const told = 20
export const wrong = (faults: readonly BlueprintFault[]): Refused =>
  applying('blueprint_wrong', {
    fields: faults.slice(0, told).map((it) => ({
      path: 'body.text',
      code: 'blueprint_wrong',
      message: `line ${it.line}: ${it.path || '(top)'}: ${it.reason}`,
    })),
  })
export const mayFollow = (inForce: string | null, base: string | undefined): Ruling =>
  base === undefined || base === inForce ? grant(undefined) : applying('blueprint_superseded')
export const mayApply = (obstacles: readonly BlueprintObstacle[]): Ruling =>
  obstacles.length === 0
    ? grant(undefined)
    : applying('blueprint_blocked', {
        fields: obstacles.slice(0, told).map((it) => ({ path: 'body.text', code: it.code, message: it.summary })),
      })
