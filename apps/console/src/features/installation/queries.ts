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

/** The blueprint's words for a level of the tree and for the one below it. */
export function useLevel(key: string) {
  const { levels } = useInstallation()
  const at = levels.findIndex((level) => level.key === key)
  return { level: levels[at] ?? { key, label: key, plural: key }, below: levels[at + 1] }
}
