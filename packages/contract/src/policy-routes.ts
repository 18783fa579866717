/** Policies of an organization: what holds there, since when and by whom; setting, resetting and restoring them. */
import Type, { type Static } from 'typebox'
import { inherited, resetBody, restoreBody, setBody, ValueChange } from './inheritance.ts'
import { policyKeys } from './policies.ts'
import { route } from './route.ts'
import { OrganizationId, PageOf, Strict, page } from './values.ts'

const Key = Type.Enum(policyKeys)
export const Policy = Strict({
  key: Key,
  /** Its values are of the type that the policy has (`Blueprint` says it too). */
  ...inherited('policy_locked', 'policy_above_only', 'policy_of_blueprint'),
  /** False: the policy is kept, and nothing acts on it yet. */
  obeyed: Type.Boolean(),
})
export type Policy = Static<typeof Policy>

const here = { organization: OrganizationId }
const target = Strict({ ...here, policy: Key })
/** Federated Only takes a connection that an administrator there has signed in through. */
const needed = { connection_missing: 409 } as const
const closedHere = { policy_locked: 409, policy_above_only: 409, policy_of_blueprint: 409 } as const

export const policies = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/policies',
    access: 'policies.read',
    summary: 'What holds in an organization, and where it comes from',
    params: Strict(here),
    returns: Strict({ items: Type.Array(Policy) }),
    refuses: {},
  }),
  /** For forms: what whoever acts here has to keep to. Without its sources, so that more people may know it. */
  inForce: route({
    method: 'GET',
    path: '/organizations/{organization}/policies-in-force',
    access: 'roles.read',
    summary: 'The values that hold in an organization, by policy',
    params: Strict(here),
    returns: Strict({ values: Type.Record(Type.String(), Type.Unknown()) }),
    refuses: {},
  }),
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/policies/{policy}',
    access: 'policies.read',
    summary: 'One policy',
    params: target,
    returns: Policy,
    refuses: {},
    versioned: true,
  }),
  set: route({
    method: 'PUT',
    path: '/organizations/{organization}/policies/{policy}',
    access: 'policies.update',
    summary: 'Set a policy here; with `locked` nothing below can set another value',
    params: target,
    body: setBody,
    returns: Policy,
    refuses: { ...closedHere, ...needed, policy_value_wrong: 422 },
    versioned: true,
  }),
  /** What is inherited holds again. */
  reset: route({
    method: 'POST',
    path: '/organizations/{organization}/policies/{policy}/reset',
    access: 'policies.update',
    summary: 'Take back what is set here',
    params: target,
    body: resetBody,
    returns: Policy,
    refuses: { ...needed, policy_not_set: 409 },
    versioned: true,
  }),
  history: route({
    method: 'GET',
    path: '/organizations/{organization}/policies/{policy}/history',
    access: 'policies.read',
    summary: 'What was set and reset here, newest first',
    params: target,
    query: Strict(page),
    returns: PageOf(ValueChange),
    refuses: {},
  }),
  /** Sets the value that an earlier change set, with its lock; itself a change like any other. */
  restore: route({
    method: 'POST',
    path: '/organizations/{organization}/policies/{policy}/restore',
    access: 'policies.update',
    summary: 'Set an earlier value again',
    params: target,
    body: restoreBody,
    returns: Policy,
    refuses: { ...closedHere, ...needed, policy_value_wrong: 422, policy_change_unknown: 404 },
    versioned: true,
  }),
}
