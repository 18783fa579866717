import type { QueryClient } from '@tanstack/react-query'
import { meQuery } from '../features/profile/index.ts'
import type { createConsoleRouter } from './router.tsx'

/** The session ended while somebody was at work: to the sign-in page, which leads back to where they were. */
export function signedOut(router: ReturnType<typeof createConsoleRouter>, queries: QueryClient) {
  const { pathname, href } = router.state.location
  const wasIn = queries.getQueryData(meQuery.queryKey) !== undefined
  if (!wasIn || pathname === '/sign-in') return
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'installation' })
  void router.navigate({ to: '/sign-in', search: { note: 'ended', next: href } })
}
