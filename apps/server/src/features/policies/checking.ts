/** Whether a value is one that its policy can have. */
import { policyFault, policySpec, type FieldProblem, type PolicyKey } from '@tenantry/contract'
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
