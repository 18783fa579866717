import { type policies, policyKeys, policySpec, type Policy, type PolicyKey } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { verbsOf, type Entry } from '../inheritance/index.ts'
import { table, type Policies } from './reading.ts'
import { refusalsOfPolicies, type Closed } from './rules.ts'

/** The rest is nobody's business but of those who read policies. */
const forForms = policyKeys.filter((key) => policySpec(key).forForms)

/** What a policy that is set, reset or restored asks for and brings about, in the same transaction. */
export type Consequences = Partial<Record<PolicyKey, (tx: Tx, at: Place) => Promise<void>>>
type Place = { readonly id: string; readonly path: string }

export function actionsWith(reading: Policies, consequences: Consequences): ActionsFor<typeof policies> {
  const verbs = verbsOf<PolicyKey, Closed, Entry<Closed>, Policy>({
    table,
    noun: 'policy',
    find: reading.find,
    locked: 'policy_locked',
    refuse: refusalsOfPolicies,
    present: (it) => ({ ...it, obeyed: policySpec(it.key).obeyed ?? false }),
    record: async (tx, policy, facts, before, after) => {
      const told = { ...facts, ...(before && { before: { policy, ...before } }) }
      if (after) await tx.record('policy.set', { ...told, after: { policy, ...after } })
      else await tx.record('policy.reset', { ...told, after: { policy } })
      await consequences[policy]?.(tx, facts.at)
    },
  })
  return {
    list: (call) => verbs.list(call),
    inForce: async ({ at }) => ({ values: await reading.values(at.path, ...forForms) }),
    show: (call, { policy }) => verbs.show(call, policy),
    set: (call, { policy, value, locked = false, reason }) => verbs.set(call, policy, { value, locked }, reason),
    reset: (call, { policy, reason }) => verbs.reset(call, policy, reason),
    history: (call, { policy, limit }) => verbs.history(call, policy, limit),
    restore: (call, { policy, change, reason }) => verbs.restore(call, policy, change, reason),
  }
}
