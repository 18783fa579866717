import type { QueryClient } from '@tanstack/react-query'
import { meQuery } from '../features/profile/index.ts'
import type { createConsoleRouter } from './router.tsx'

/** The session ended while somebody was at work: to the sign-in page, which leads back to where they were. */
export function signedOut(router: ReturnType<typeof createConsoleRouter>, queries: QueryClient) {
  const { location, matches } = router.state
  const wasIn = queries.getQueryData(meQuery.queryKey) !== undefined
  // Public pages ask who one is too; there it is no matter not to be signed in.
  const inside = location.pathname !== '/sign-in' && matches.some(({ routeId }) => routeId === '/shell')
  if (!wasIn || !inside) return
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'installation' })
  void router.navigate({ to: '/sign-in', search: { note: 'ended', next: location.href } })
}
