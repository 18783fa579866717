/**
 * Facts of which only the newest counts (when something was last used), kept in memory by key and written together every few
 * seconds: thousands of requests per second cost one statement. What fails to be written is tried again; what is
 * in memory when the process is killed is lost, so that whoever reads must allow for it.
 */
import { batchingOf, type Batching, type Rhythm } from './batching.ts'

export interface Newest extends Batching {
  /** What is known here and not yet written. */
  newest(key: string): number | undefined
  note(key: string, value: number): void
}
export interface NewestOptions extends Rhythm {
  /** Each pair once, sorted by key, at most `mostAtOnce`; the store keeps the greater of what it has and this. */
  readonly write: (pairs: readonly (readonly [key: string, value: number])[]) => Promise<unknown>
  /** What comes beyond is forgotten, and noted by the next use. */
  readonly most?: number
}
const mostAtOnce = 2_000
/** Some 20 MB. */
const usualMost = 200_000

export function newestOf({ write, most = usualMost, ...rhythm }: NewestOptions): Newest {
  let waiting = new Map<string, number>()
  let beingWritten = new Map<string, number>()

  const newest = (key: string) => waiting.get(key) ?? beingWritten.get(key)
  const keep = (key: string, value: number) => {
    if ((newest(key) ?? -Infinity) < value) waiting.set(key, value)
  }
  async function writeAll() {
    if (!waiting.size) return
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
  return {
    ...batchingOf(writeAll, rhythm),
    newest,
    note(key, value) {
      if (waiting.size >= most && !waiting.has(key)) return
      keep(key, value)
    },
  }
}
