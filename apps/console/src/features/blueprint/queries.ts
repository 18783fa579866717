import { queryOptions } from '@tanstack/react-query'
import { api } from '../../kit/api.ts'

export const blueprintQuery = (organization: string) =>
  queryOptions({
    queryKey: ['blueprint', organization],
    queryFn: ({ signal }) => api.blueprint.show({ organization }, { signal }),
  })
