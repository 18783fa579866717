import type { Setting } from '@tenantry/contract'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

const settingsKey = ['settings'] as const
export const settingsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...settingsKey, 'list', organization],
    queryFn: ({ signal }) => api.settings.list({ organization }, { signal }),
  })
export const pastKey = (organization: string, setting: string) => [...settingsKey, 'history', organization, setting]

/** Shows a setting's new state at once, then asks for the rest. */
export function useShowSetting(organization: string) {
  const queries = useQueryClient()
  return (setting: Setting) => {
    queries.setQueryData(
      settingsQuery(organization).queryKey,
      (all) => all && { items: all.items.map((it) => (it.key === setting.key ? setting : it)) },
    )
    void queries.invalidateQueries({ queryKey: settingsKey })
  }
}
/** After a refusal: as it really is. */
export function useReload() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: settingsKey })
}
