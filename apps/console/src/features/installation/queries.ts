import type { Installation } from '@tenantry/contract'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: ({ signal }) => api.installation.show({}, { signal }),
  // A blueprint is applied by hand, rarely; reloading the page shows it.
  staleTime: Infinity,
})

export const useInstallation = () => useSuspenseQuery(installationQuery).data

/** The blueprint's word for a thing, or the catalogue's. */
export function useLabel() {
  const { labels } = useInstallation()
  return (key: string, otherwise: string) => labels[key] ?? otherwise
}

/** The blueprint's words for a level of the tree, for the one above it, and for those below it, the next one first. */
export function useLevel(key: string) {
  const { levels } = useInstallation()
  return levelIn(levels, key)
}

export function levelIn(levels: Installation['levels'], key: string) {
  const at = levels.findIndex((level) => level.key === key)
  const lower = at < 0 ? [] : levels.slice(at + 1)
  const level = levels[at] ?? { key, label: key, plural: key, code: 'optional' as const }
  return { level, above: levels[at - 1], below: lower[0], lower }
}

/** The tier's words; a tier that the blueprint no longer has is shown by its key. */
export function useTier() {
  const { tiers } = useInstallation()
  return (key: string) => tiers.find((tier) => tier.key === key) ?? { key, label: key, description: '' }
}
