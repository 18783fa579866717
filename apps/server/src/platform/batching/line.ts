/** Facts of which each counts, written in the order in which they came. */
import { batchingOf, type Batching, type Rhythm } from './batching.ts'

export interface Line<T> extends Batching {
  add(it: T): void
}
export interface LineOptions<T> extends Rhythm {
  readonly write: (batch: readonly T[]) => Promise<unknown>
  /** What comes beyond is forgotten. */
  readonly most: number
  readonly atOnce: number
}
export function lineOf<T>({ write, most, atOnce, ...rhythm }: LineOptions<T>): Line<T> {
  const waiting: T[] = []
  async function writeAll() {
    while (waiting.length) {
      const batch = waiting.splice(0, atOnce)
      try {
        await write(batch)
      } catch (error) {
        waiting.unshift(...batch)
        throw error
      }
    }
  }
  return {
    ...batchingOf(writeAll, rhythm),
    add(it) {
      if (waiting.length < most) waiting.push(it)
    },
  }
}
