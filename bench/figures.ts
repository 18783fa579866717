/** What a benchmark says: figures from several rounds, beside a baseline of the same run. */
export interface Result {
  readonly id: string
  readonly what: string
  /** With its unit in `what`. */
  readonly value: number
  readonly baseline: number | null
  readonly ratio: number | null
  readonly target: string
  readonly met: boolean | null
  /** Lowest and highest round. */
  readonly spread: readonly [number, number] | null
  /** The load generator's part of one core, 1 being all of it. */
  readonly loadShare?: number
  readonly note?: string
}
export interface Told {
  readonly results: Result[]
  /** Tables for results.md. */
  readonly details?: string
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b)
/** Nearest rank; NaN of nothing. */
export const quantile = (values: readonly number[], part: number): number =>
  sorted(values)[Math.max(0, Math.ceil(part * values.length) - 1)] ?? Number.NaN
export const median = (values: readonly number[]): number => quantile(values, 0.5)
export const spreadOf = (values: readonly number[]): [number, number] => [
  round(Math.min(...values)),
  round(Math.max(...values)),
]
/** Three figures are more than a shared machine can tell. */
export const round = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(3)) : value)

export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
