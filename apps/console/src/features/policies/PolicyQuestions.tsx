import type { Organization, Policy } from '@tenantry/contract'
import { api } from '../../kit/api.ts'
import { Past } from '../../kit/inherited/Past.tsx'
import { PolicyDialog } from './PolicyDialog.tsx'
import { pastKey, useReload, useShowPolicy } from './queries.ts'
import type { PoliciesSearch } from './search.ts'
import { usePolicyWords } from './words.ts'

interface Props {
  place: Organization
  items: readonly Policy[] | undefined
  asked: PoliciesSearch
  mayChange: boolean
  onClose: () => void
}

/** What the address asks for of one policy: to change it, or to see what was set before. */
export function PolicyQuestions({ place, items, asked: { change, past }, mayChange, onClose }: Props) {
  const words = usePolicyWords()
  const [show, reload] = [useShowPolicy(place.id), useReload()]
  const of = (key: Policy['key'] | undefined) => items?.find((it) => it.key === key)
  const [changing, looking] = [of(change), of(past)]
  const organization = place.id
  return (
    <>
      {changing && mayChange && !changing.closed && (
        <PolicyDialog key={changing.key} organization={place} policy={changing} onClose={onClose} />
      )}
      {looking && (
        <Past
          it={looking}
          words={words.of(looking.key)}
          queryKey={pastKey(organization, looking.key)}
          history={(part, signal) => api.policies.history({ organization, policy: looking.key, ...part }, { signal })}
          restore={(to, options) => api.policies.restore({ organization, policy: looking.key, change: to }, options)}
          onChanged={show}
          onRefused={reload}
          mayRestore={mayChange && !looking.closed}
          onClose={onClose}
        />
      )}
    </>
  )
}
