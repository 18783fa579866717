/** 100,000 grants as a customer tree has them, and questions of which half are allowed. */
import { childPath } from '../../apps/server/src/platform/value/reach.ts'
import type { Asked, Model } from './engines.ts'

const employee = ['roles.read', 'operations.read', 'operations.write']
const admin =
  `organizations.read organizations.update users.read users.create users.update users.deactivate users.change_role
  policies.read policies.update invitations.read invitations.create roles.manage`
    .split(/\s+/)
    .concat(employee)
const roles = {
  'platform-admin': [...admin, 'organizations.create', 'organizations.move', 'mails.read'],
  admin,
  employee,
  viewer: ['roles.read', 'operations.read'],
}
const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T

export function model(people = 100_000): Model & { readonly paths: string[]; readonly users: string[] } {
  const below = (all: readonly string[], n: number) =>
    all.flatMap((path) => Array.from({ length: n }, (_, at) => childPath(path, at + 1)))
  const distributors = below(['0'], 10)
  const partners = below(distributors, 10)
  const tenants = below(partners, 100)
  const users = Array.from({ length: people }, (_, n) => `u${n}`)
  const given = (n: number) => {
    if (n % 1_000 === 0) return { role: 'platform-admin', path: '0' } as const
    const path = n % 100 === 1 ? pick(distributors) : n % 50 === 2 ? pick(partners) : pick(tenants)
    return { role: pick(['admin', 'employee', 'employee', 'viewer'] as const), path }
  }
  const grants = new Map(
    users.map((user, n) => {
      const { role, path } = given(n)
      return [user, [{ role, path, permissions: roles[role] }]]
    }),
  )
  return { roles, grants, users, paths: ['0', ...distributors, ...partners, ...tenants] }
}

/** About the place of the user's own grant, or any. */
export function questionsOf({ grants, users, paths }: ReturnType<typeof model>, n: number): Asked[] {
  const permissions = roles['platform-admin']
  return Array.from({ length: n }, () => {
    const user = pick(users)
    const own = grants.get(user)?.[0]
    if (own && Math.random() < 0.5) return { user, permission: pick(own.permissions), path: own.path }
    return { user, permission: pick(permissions), path: Math.random() < 0.5 && own ? own.path : pick(paths) }
  })
}
