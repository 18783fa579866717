/** Whether a value is one that its policy can have. */
import { isPolicyKey, policyFault, policySpec, type FieldProblem, type PolicyKey } from '@tenantry/contract'
import type { ValidateFunction } from 'ajv'
import { compileAnswerCheck, fieldProblems } from '../../platform/http/validation.ts'

const checks = new Map<PolicyKey, ValidateFunction>()

/** What is wrong, each beside its field below `body.value`. */
export function faultsOf(key: PolicyKey, value: unknown): FieldProblem[] {
  const check = checks.get(key) ?? compileAnswerCheck(policySpec(key).value)
  checks.set(key, check)
  if (!check(value)) return fieldProblems(check.errors ?? [], 'body.value')
  const fault = policyFault(key, value)
  if (!fault) return []
  const path = ['body.value', fault.path].filter(Boolean).join('.')
  return [{ path, code: 'policy_value_wrong', message: fault.message }]
}
/** A blueprint of another time, or a row that an older version wrote, may hold what is no value any more. */
export const isValue = (key: PolicyKey, value: unknown): boolean => faultsOf(key, value).length === 0

/** The same of a blueprint, in a sentence; also that there is no such policy, or that its value stands elsewhere. */
export function presetFault(key: string, value: unknown): string | undefined {
  if (!isPolicyKey(key)) return `there is no policy "${key}"`
  if (policySpec(key).settable === 'blueprint') return `stands under "${key}"`
  if (policySpec(key).preset === 'refused') return 'is set on an organization only, once what it needs is there'
  const [fault] = faultsOf(key, value)
  return fault && `${fault.path.replace('body.value', 'value')}: ${fault.message}`
}
