import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../kit/api.ts'

/** `background`: a look is no use of the session and does not put off its end. */
const sessionQuery = (background: boolean) =>
  queryOptions({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const asked = Date.now()
      return { ...(await api.sessions.check({}, { signal, background })), asked }
    },
    staleTime: 1_000, // coming back to a window is told by two events
    gcTime: 0,
    retry: false,
  })
/** Milliseconds until the next look; spread, so that a thousand pages opened by one morning's mail do not ask at once. */
const pause = () => 40_000 + Math.random() * 20_000

/** Soon enough for the shortest idle time. */
const firstLook = 10_000

export interface Ending {
  readonly at: number
  /** Use puts it off. */
  readonly idle: boolean
}
/** How long before the end a person is warned; a third of a short idle time. */
const warnBefore = (idle: number | null) => Math.min(60_000, (idle ?? Infinity) * 333)

/**
 * Notices the end of the session while nobody clicks: when the page is come back to, and within a minute while it is in
 * sight; and warns before it. Looking is no use; what the person did at the page since the last look is. What follows from
 * an end is told where all failures are; no answer at all is no end.
 */
export function useSessionWatch() {
  const queries = useQueryClient()
  const [ending, setEnding] = useState<Ending | null>(null)
  const dismissed = useRef(0)
  const touched = useRef(false)
  const again = useRef<() => void>(() => undefined)
  useEffect(() => {
    let timer: number | undefined
    async function look() {
      clearTimeout(timer)
      const background = !touched.current
      touched.current = false
      const seen = await queries.fetchQuery(sessionQuery(background)).catch(() => undefined)
      const left = seen ? Date.parse(seen.expiresAt) - seen.asked : Infinity
      const warning = seen ? warnBefore(seen.idle) : 0
      const at = (seen?.asked ?? 0) + left
      setEnding(seen && left <= warning && dismissed.current !== at ? { at, idle: seen.idle !== null } : null)
      clearTimeout(timer)
      if (document.visibilityState !== 'visible') return
      const next = left > warning ? left - warning + 500 : left + 500
      timer = window.setTimeout(() => void look(), Math.min(pause(), Math.max(1_000, next)))
    }
    again.current = () => void look()
    const touch = () => void (touched.current = true)
    const returned = () => {
      if (document.visibilityState === 'visible') void look()
      else clearTimeout(timer)
    }
    timer = window.setTimeout(() => void look(), firstLook)
    document.addEventListener('visibilitychange', returned)
    window.addEventListener('focus', returned)
    window.addEventListener('pointerdown', touch)
    window.addEventListener('keydown', touch)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', returned)
      window.removeEventListener('focus', returned)
      window.removeEventListener('pointerdown', touch)
      window.removeEventListener('keydown', touch)
    }
  }, [queries])
  return {
    ending,
    stay: () => {
      touched.current = true
      setEnding(null)
      void queries.cancelQueries({ queryKey: ['session'] }).then(() => again.current())
    },
    dismiss: () => {
      dismissed.current = ending?.at ?? 0
      setEnding(null)
    },
  }
}
