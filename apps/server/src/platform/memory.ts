/** What starting up leaves behind: loaded once, used once, and kept by the engine until it needs the room. */
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void
const every = 2_000 // milliseconds
/** Share of the time in which the server did something: some ten sign-ins per second take as much, its own jobs a fifth of it. */
const idle = 0.05

/**
 * Gives it back to the system: 206 MB became 143 MB in some 100 ms, which an idle server waits for minutes to do by itself.
 * For that long nobody is answered, so it is done once nobody asks: beside a storm of sign-ins it took 150 ms, which was all of
 * the 99th percentile. The engine offers this by a flag alone.
 */
export function tidyWhenIdle(collect = collectNow, busy = utilization()): () => void {
  const timer = setInterval(() => {
    if (busy() > idle) return
    clearInterval(timer)
    collect()
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}
function collectNow(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
/** Of the event loop, since it was asked the last time. */
function utilization(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization: share } = performance.eventLoopUtilization(now, last)
    last = now
    return share
  }
}
