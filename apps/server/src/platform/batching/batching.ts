/** What is collected in memory within bounds and written together: one write at a time, and a last one on the way down. */
export interface Batching {
  /** Writes every so often from now on. */
  start(): void
  /** Ends when all that had been collected before is written; fails as the write does. */
  flush(): Promise<void>
  /** Writes what is left and stops; what cannot be written now is told, and lost. */
  stop(): Promise<void>
}
export interface Rhythm {
  /** Milliseconds between two writes. */
  readonly every: number
  /** What went wrong while nobody waited: it is tried again the next time. */
  readonly onError: (error: unknown) => void
}

/** `write` keeps what it could not write. */
export function batchingOf(write: () => Promise<void>, { every, onError }: Rhythm): Batching {
  let last: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let ticking = false
  // Whoever asks while one is under way gets a whole one after it.
  const flush = (): Promise<void> => {
    last = last.catch(() => undefined).then(write)
    return last
  }
  const tick = async () => {
    if (ticking) return // a database that does not answer is not asked anew each time
    ticking = true
    await flush().catch(onError)
    ticking = false
  }
  return {
    start() {
      timer ??= setInterval(() => void tick(), every).unref()
    },
    flush,
    async stop() {
      clearInterval(timer)
      timer = undefined
      await flush().catch(onError)
    },
  }
}
