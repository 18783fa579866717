import { type policies, policySpec, type Policy, type PolicyKey } from '@tenantry/contract'
import type { ActionsFor } from '../../platform/value/action.ts'
import { verbsOf, type Entry } from '../inheritance/index.ts'
import { table, type Policies } from './reading.ts'
import { refusalsOfPolicies, type Closed } from './rules.ts'

/** What forms need to know beforehand; the rest is nobody's business but of those who read policies. */
const forForms: readonly PolicyKey[] = [
  'roles.change',
  'self.change_role',
  'self.deactivate',
  'reason.required',
  'lists.inactive',
  'reinvite.deactivated',
  'user.removal',
  'onboarding.modes',
  'password.admin_set',
  'email.domains',
  'invitation.form',
  'invitation.lifetime',
  'code.pattern',
]

export function actionsWith(reading: Policies): ActionsFor<typeof policies> {
  const verbs = verbsOf<PolicyKey, Closed, Entry<Closed>, Policy>({
    table,
    noun: 'policy',
    find: reading.find,
    locked: 'policy_locked',
    refuse: refusalsOfPolicies,
    present: (it) => ({ ...it, obeyed: policySpec(it.key).obeyed ?? false }),
    record: (tx, policy, facts, before, after) => {
      const told = { ...facts, ...(before && { before: { policy, ...before } }) }
      return after
        ? tx.record('policy.set', { ...told, after: { policy, ...after } })
        : tx.record('policy.reset', { ...told, after: { policy } })
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
