import { ApiError, NoAnswer, createClient } from '@tenantry/sdk'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

export const api = createClient()

/** A try again may help: no answer came, or the server asks for a moment. */
export const passing = (error: unknown) =>
  error instanceof NoAnswer || (error instanceof ApiError && error.status === 503)

const signedOut = (error: unknown) => error instanceof ApiError && error.code === 'unauthenticated'
const lacking = (error: unknown) => error instanceof ApiError && error.code === 'permission_missing'

/** One place hears of every failed call, so that a session's end or another role is noticed whatever the person was doing. */
export function createQueries(onSignedOut: () => void) {
  const onError = (error: Error) => {
    if (signedOut(error)) onSignedOut()
    // What is offered follows what one may do now.
    if (lacking(error)) void queries.invalidateQueries({ queryKey: ['me'] })
  }
  const retry = (failures: number, error: Error) => failures < 1 && passing(error)
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // "always": being offline shall say so at once instead of waiting silently.
      queries: { staleTime: 15_000, retry, networkMode: 'always' },
      mutations: { retry, networkMode: 'always' },
    },
  })
  return queries
}
