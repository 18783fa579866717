import { isPolicyKey, type PolicyKey } from '@tenantry/contract'

export interface PoliciesSearch {
  /** The policy that is being changed. */
  change?: PolicyKey
  /** The policy whose history is open. */
  past?: PolicyKey
  /** Also those that nothing acts on yet. */
  waiting?: true
}
const keyIn = (value: unknown) => (typeof value === 'string' && isPolicyKey(value) ? value : undefined)

export function policiesSearch({ change, past, waiting }: Record<string, unknown>): PoliciesSearch {
  const [changing, looking] = [keyIn(change), keyIn(past)]
  return {
    ...(changing ? { change: changing } : {}),
    ...(looking ? { past: looking } : {}),
    ...(waiting === true ? { waiting } : {}),
  }
}
