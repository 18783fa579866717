import { policySpec, type Policy, type PolicyGroup } from '@tenantry/contract'
import { PolicyRow } from './PolicyRow.tsx'
import type { PoliciesSearch } from './search.ts'

interface Props {
  items: readonly Policy[]
  group: PolicyGroup
  mayChange: boolean
  onAsk: (asked: Pick<PoliciesSearch, 'change' | 'past'>) => void
}

/** The policies of one kind. */
export const PolicyRows = ({ items, group, mayChange, onAsk }: Props) =>
  items
    .filter(({ key }) => policySpec(key).group === group)
    .map((policy) => (
      <PolicyRow
        key={policy.key}
        policy={policy}
        mayChange={mayChange}
        onChange={() => onAsk({ change: policy.key })}
        onPast={() => onAsk({ past: policy.key })}
      />
    ))
