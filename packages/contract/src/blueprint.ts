/** The blueprint in force, and changing it: for the platform alone, since it is the same for the whole installation. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { Instant, Nullable, OrganizationId, RoleKey, Strict } from './values.ts'

export { Blueprint } from './blueprint/document.ts'
export { labelKeys, levelLabels, Menu, MenuEntry } from './blueprint/words.ts'

/** Of the blueprint as it is meant, not as it is written: comments and order of keys do not count. */
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 })

export const BlueprintInForce = Strict({
  name: Type.String(),
  product: Type.String(),
  digest: Digest,
  appliedAt: Instant,
  /** A server's file at its start, or somebody over the API. */
  source: Type.Enum(['file', 'api']),
  /** YAML that applies to the very same. */
  text: Type.String(),
})
export type BlueprintInForce = Static<typeof BlueprintInForce>

export const BlueprintFault = Strict({
  line: Type.Integer({ description: 'From 1.' }),
  path: Type.String({ description: '`roles.2.permissions.0`; empty at the top.' }),
  reason: Type.String(),
})
export type BlueprintFault = Static<typeof BlueprintFault>

/**
 * One thing that would be different, and how many active users and open invitations it concerns. Of a setting's values
 * (`setting_value`): how many organizations set one that the setting cannot have any more; what they inherit then holds.
 */
export const BlueprintChange = Strict({
  part: Type.Enum([
    'product',
    'level',
    'role',
    'role_permission',
    'permission',
    'policy',
    'setting',
    'setting_value',
    'feature',
    'tier',
    'object_type',
    'team_role',
    'label',
    'menu',
  ]),
  kind: Type.Enum(['added', 'removed', 'changed']),
  /** Of what is added, removed or changed; of a role’s permission, the permission. */
  key: Type.String(),
  role: Nullable(RoleKey),
  /** Which of its fields, where one of several is changed. */
  field: Nullable(Type.String()),
  before: Nullable(Type.String()),
  after: Nullable(Type.String()),
  users: Type.Integer(),
  invitations: Type.Integer(),
  organizations: Type.Integer(),
  /** The whole in an English sentence, such as "3 users lose users.delete (role admin)". */
  summary: Type.String(),
})
export type BlueprintChange = Static<typeof BlueprintChange>

/** Why it cannot be applied. */
export const BlueprintObstacle = Strict({
  code: Type.Enum([
    'role_in_use',
    'role_level_in_use',
    'level_in_use',
    'level_moved',
    'tier_in_use',
    'administrator_lost',
  ]),
  /** Of the role, level or tier. */
  key: Type.String(),
  organizations: Type.Integer(),
  users: Type.Integer(),
  invitations: Type.Integer(),
  /** In an English sentence. */
  summary: Type.String(),
})
export type BlueprintObstacle = Static<typeof BlueprintObstacle>

export const BlueprintPlan = Strict({
  name: Type.String(),
  /** Of the blueprint in force that was compared with. Given to `apply`, it refuses when another came in between. */
  base: Nullable(Digest),
  digest: Digest,
  changes: Type.Array(BlueprintChange),
  /** Empty: it can be applied. */
  obstacles: Type.Array(BlueprintObstacle),
})
export type BlueprintPlan = Static<typeof BlueprintPlan>

const params = Strict({ organization: OrganizationId })
const text = Type.String({ minLength: 1, maxLength: 100_000, description: 'The blueprint, as YAML.' })
const refuses = { blueprint_elsewhere: 409 }

export const blueprint = {
  /** Also what export gives. The organization is the top one, here and below. */
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/blueprint',
    access: 'blueprint.read',
    summary: 'The blueprint in force',
    params,
    returns: BlueprintInForce,
    refuses,
  }),
  check: route({
    method: 'POST',
    path: '/organizations/{organization}/blueprint/check',
    access: 'blueprint.read',
    summary: 'What is wrong in a blueprint: line, path, reason',
    params,
    body: Strict({ text }),
    returns: Strict({ faults: Type.Array(BlueprintFault) }),
    refuses,
  }),
  plan: route({
    method: 'POST',
    path: '/organizations/{organization}/blueprint/plan',
    access: 'blueprint.read',
    summary: 'What applying a blueprint would change, and whom it affects',
    params,
    body: Strict({ text }),
    returns: BlueprintPlan,
    refuses: { ...refuses, blueprint_wrong: 422 },
  }),
  /**
   * One transaction; what it changed is answered. Nothing happens when it is in force already. No role gets what the caller
   * does not hold, and none that does more than they do is changed.
   */
  apply: route({
    method: 'POST',
    path: '/organizations/{organization}/blueprint/apply',
    access: 'blueprint.apply',
    summary: 'Put a blueprint in force',
    params,
    body: Strict({ text, base: Type.Optional(Digest) }),
    returns: BlueprintPlan,
    refuses: {
      ...refuses,
      blueprint_wrong: 422,
      permission_above: 403,
      blueprint_blocked: 409,
      blueprint_superseded: 409,
    },
  }),
}
