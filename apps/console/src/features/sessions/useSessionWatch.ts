import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../kit/api.ts'

const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.sessions.check({}, { signal }),
  staleTime: 1_000, // coming back to a window is told by two events
  gcTime: 0,
  retry: false,
})
/** Milliseconds until the next look; spread, so that a thousand pages opened by one morning's mail do not ask at once. */
const pause = () => 40_000 + Math.random() * 20_000

/**
 * Notices the end of the session while nobody clicks: when the page is come back to, and within a minute while it is in
 * sight. What follows from it is told where all failures are; no answer at all is no end.
 */
export function useSessionWatch() {
  const queries = useQueryClient()
  useEffect(() => {
    let timer: number | undefined
    const look = () => void queries.fetchQuery(sessionQuery).catch(() => undefined)
    const inSight = () => document.visibilityState === 'visible'
    const wait = () => {
      clearTimeout(timer)
      if (!inSight()) return
      timer = window.setTimeout(() => {
        look()
        wait()
      }, pause())
    }
    const returned = () => {
      wait()
      if (inSight()) look()
    }
    wait()
    document.addEventListener('visibilitychange', returned)
    window.addEventListener('focus', returned)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', returned)
      window.removeEventListener('focus', returned)
    }
  }, [queries])
}
