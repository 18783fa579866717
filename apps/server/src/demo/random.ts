/** Chance that is the same every time: the demonstration looks alike on every machine. */
export interface Chance {
  /** At least 0, less than 1. */
  next(): number
  below(most: number): number
  of<T>(all: readonly T[]): T
  /** True in so many cases of a hundred. */
  percent(cases: number): boolean
  /** Between two moments, whole milliseconds. */
  between(from: Date, to: Date): Date
  /** A UUIDv7 of that moment. */
  id(at: Date): string
}

/** Mulberry32: small, and good enough to make people up. */
export function chanceFrom(seed: number): Chance {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number) => Math.floor(next() * most)
  const hex = (digits: number) =>
    below(16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return {
    next,
    below,
    of: (all) => {
      const one = all[below(all.length)]
      if (one === undefined) throw new Error('there is nothing to choose from')
      return one
    },
    percent: (cases) => next() * 100 < cases,
    between: (from, to) => new Date(from.getTime() + below(Math.max(1, to.getTime() - from.getTime()))),
    id: (at) => {
      const time = at.getTime().toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`
    },
  }
}
