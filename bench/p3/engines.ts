/**
 * The same decisions by the product's judgement, by casbin and by Cedar: 100,000 grants of 100,000 people at places of a
 * tree of 11,111. Each is given the grants in the form in which it answers fastest.
 */
import { createRequire } from 'node:module'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, type Grant } from '@tenantry/contract'
import { ancestorPaths } from '../../apps/server/src/platform/value/reach.ts'

export interface Asked {
  readonly user: string
  readonly permission: string
  readonly path: string
}
export interface Model {
  readonly roles: Readonly<Record<string, readonly string[]>>
  readonly grants: ReadonlyMap<string, readonly Grant[]>
}
export interface Engine {
  readonly name: string
  readonly version: string
  decide(asked: Asked): boolean
}

export function ours({ grants }: Model): Engine {
  const decide = ({ user, permission, path }: Asked) => check(grants.get(user) ?? [], permission, path).allowed
  return { name: 'tenantry', version: 'this', decide }
}

const folder = join(import.meta.dirname, '../peers')
/** Not among the packages of the product: installed when P3 runs for the first time. */
export function peers(): NodeJS.Require {
  const installed = existsSync(join(folder, 'node_modules/casbin'))
  if (!installed) spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
  return createRequire(join(folder, 'package.json'))
}
const versionOf = (name: string) =>
  (JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version

interface Casbin {
  newModelFromString(text: string): object
  newEnforcer(model: object, adapter: object): Promise<{ enforceSync(...it: string[]): boolean }>
  StringAdapter: new (text: string) => object
}
/**
 * Roles per place are what casbin calls domains. A pattern over domains has it compare all of them, so each place above is
 * asked by itself, from the top; and the cheap comparison comes first.
 */
export async function casbin(require: NodeJS.Require, { roles, grants }: Model): Promise<Engine> {
  const { newModelFromString, newEnforcer, StringAdapter } = require('casbin') as Casbin
  const model = newModelFromString(`[request_definition]
r = sub, dom, act
[policy_definition]
p = role, act
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.role, r.dom)`)
  const policies = Object.entries(roles).flatMap(([role, all]) => all.map((it) => `p, ${role}, ${it}`))
  const given = [...grants].flatMap(([user, all]) => all.map((it) => `g, ${user}, ${it.role}, ${it.path}`))
  const enforcer = await newEnforcer(model, new StringAdapter([...policies, ...given].join('\n')))
  const decide = ({ user, permission, path }: Asked) =>
    [...ancestorPaths(path), path].some((at) => enforcer.enforceSync(user, at, permission))
  return { name: 'casbin', version: versionOf('casbin'), decide }
}

interface Cedar {
  preparsePolicySet(id: string, policies: { staticPolicies: Record<string, string> }): { type: string }
  statefulIsAuthorized(call: object): { type: string; response?: { decision: string } }
}
/**
 * One policy per role, parsed before; a grant is a group per role and place. Given 100,000 policies Cedar looks at each of
 * them every time, so it gets what concerns the question alone: the person with their groups, the place with those above.
 */
export function cedar(require: NodeJS.Require, { roles, grants }: Model): Engine {
  const { preparsePolicySet, statefulIsAuthorized } = require('@cedar-policy/cedar-wasm/nodejs') as Cedar
  const policy = ([role, all]: [string, readonly string[]]) =>
    `permit(principal, action in [${all.map((it) => `Action::"${it}"`).join(', ')}], resource) when { principal in resource.${role.replaceAll('-', '_')} };`
  const staticPolicies = Object.fromEntries(Object.entries(roles).map((it) => [it[0], policy(it)]))
  const parsed = preparsePolicySet('p3', { staticPolicies })
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed))
  const group = (role: string, path: string) => ({ type: 'Group', id: `${role}@${path}` })
  const decide = ({ user, permission, path }: Asked) => {
    const [principal, resource] = [
      { type: 'User', id: user },
      { type: 'Organization', id: path },
    ]
    const chain = [...ancestorPaths(path), path]
    const attrs = Object.fromEntries(
      Object.keys(roles).map((role) => [role.replaceAll('-', '_'), chain.map((at) => ({ __entity: group(role, at) }))]),
    )
    const { response } = statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: permission },
      resource,
      context: {},
      preparsedPolicySetId: 'p3',
      entities: [
        { uid: principal, attrs: {}, parents: (grants.get(user) ?? []).map((it) => group(it.role, it.path)) },
        { uid: resource, attrs, parents: [] },
      ],
    })
    return response?.decision === 'allow'
  }
  return { name: 'cedar-wasm', version: versionOf('@cedar-policy/cedar-wasm'), decide }
}
