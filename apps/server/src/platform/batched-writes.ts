/**
 * Facts of which only the newest counts (when something was last used), kept in memory by key and written together every few
 * seconds: thousands of requests per second cost one statement. What fails to be written is tried again; what is
 * in memory when the process is killed is lost, so that whoever reads must allow for it.
 */
export interface BatchedWrites {
  /** What is known here and not yet written. */
  newest(key: string): number | undefined
  note(key: string, value: number): void
  /** Writes all that is in memory; fails as the write does. */
  flush(): Promise<void>
  /** Writes what is left and stops. */
  close(): Promise<void>
}
export interface BatchedWritesOptions {
  /** Each pair once, sorted by key, at most `mostAtOnce`; the store keeps the greater of what it has and this. */
  readonly write: (pairs: readonly (readonly [key: string, value: number])[]) => Promise<unknown>
  readonly every: number
  readonly onError: (error: unknown) => void
}
const mostAtOnce = 2_000
/** Some 20 MB. What comes beyond is forgotten, and noted by the next use. */
const mostKept = 200_000

export function batchedWrites({ write, every, onError }: BatchedWritesOptions): BatchedWrites {
  let waiting = new Map<string, number>()
  let beingWritten = new Map<string, number>()
  let last: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const newest = (key: string) => waiting.get(key) ?? beingWritten.get(key)
  const keep = (key: string, value: number) => {
    if ((newest(key) ?? -Infinity) < value) waiting.set(key, value)
  }
  async function writeAll() {
    beingWritten = waiting
    waiting = new Map()
    const pairs = [...beingWritten].sort(([a], [b]) => (a < b ? -1 : 1))
    try {
      while (pairs.length) {
        await write(pairs.slice(0, mostAtOnce))
        pairs.splice(0, mostAtOnce)
      }
    } finally {
      beingWritten = new Map()
      for (const [key, value] of pairs) keep(key, value)
    }
  }
  // One at a time; whoever asks while one is under way gets a whole one after it.
  const flush = (): Promise<void> => {
    const next = last.catch(() => undefined).then(() => (waiting.size ? writeAll() : undefined))
    last = next
    return next
  }
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      flush().catch((error: unknown) => {
        onError(error)
        later()
      })
    }, every).unref()
  }
  return {
    newest,
    note(key, value) {
      if (waiting.size >= mostKept && !waiting.has(key)) return
      keep(key, value)
      later()
    },
    flush,
    async close() {
      clearTimeout(timer)
      await flush()
    },
  }
}
