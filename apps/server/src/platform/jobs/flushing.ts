/** What is collected in memory and written down every so often: one write at a time, and a last one on the way down. */
export interface Collected {
  /** Milliseconds between two writes. */
  readonly every: number
  readonly write: () => Promise<void>
}

export function flushing(collected: readonly Collected[], onError: (error: unknown) => void) {
  const timers: NodeJS.Timeout[] = []
  const lines = collected.map(({ every, write }) => {
    const line = { every, last: Promise.resolve() }
    const flush = (): Promise<void> => (line.last = line.last.then(write).catch(onError))
    return { every, flush }
  })
  const flush = async () => void (await Promise.all(lines.map((line) => line.flush())))
  return {
    start: () => void timers.push(...lines.map((line) => setInterval(() => void line.flush(), line.every).unref())),
    /** Ends when all that had been collected before is written. */
    flush,
    stop: async () => {
      for (const timer of timers.splice(0)) clearInterval(timer)
      await flush()
    },
  }
}
