/** Where each policy can be set, and when an act needs a reason. Pure. */
import { policies, policySpec, type FieldProblem, type PolicyKey, type ReasonedAct } from '@tenantry/contract'
import { refusals, type Refused } from '../../platform/refusal.ts'
import type { Node } from '../../platform/value/reach.ts'

export type Closed = 'policy_locked' | 'policy_above_only' | 'policy_of_blueprint'
/** `levels`: of the blueprint, top first. In a tree of one level everything is its top. */
export function closedByType(key: PolicyKey, at: Node, levels: readonly string[]): Closed | null {
  const { settable } = policySpec(key)
  if (settable === 'blueprint') return 'policy_of_blueprint'
  const lowest = levels.length > 1 && at.level === levels.at(-1)
  return settable === 'above' && lowest ? 'policy_above_only' : null
}

const refuse = refusals(policies.restore)
const closedSentences: Record<Closed, string> = {
  policy_locked: 'Locked above: nothing here can set another value.',
  policy_above_only: 'Set above this level.',
  policy_of_blueprint: 'Set in the blueprint.',
}
const closed = (code: Closed): Refused =>
  refuse(code, { fields: [{ path: 'body.value', code, message: closedSentences[code] }] })
export const refusalsOfPolicies = {
  // The address of a policy that there is not is no address.
  unknown: () => refuse('policy_of_blueprint'),
  closed,
  notLockable: () => closed('policy_locked'),
  valueWrong: (fields: FieldProblem[]) => refuse('policy_value_wrong', { fields }),
  notSet: () => refusals(policies.reset)('policy_not_set'),
  changeUnknown: () => refuse('policy_change_unknown'),
}

/** What is wrong with an act done without a reason, for the refusal `reason_required` of its route; empty: nothing. */
export const reasonMissing = (
  required: readonly ReasonedAct[],
  act: ReasonedAct,
  reason: string | undefined,
): FieldProblem[] =>
  reason === undefined && required.includes(act)
    ? [{ path: 'body.reason', code: 'reason_required', message: 'A reason must be given.' }]
    : []
