/** How often something may be tried within a time. */
export interface Limit {
  /** What is counted, e.g. `sign-in/ada@example.com`. Stored as a keyed hash. */
  readonly name: string
  readonly most: number
  /** Seconds; a quarter of an hour where it is not said. */
  readonly window?: number
  /** The account it is counted for: everything counted for one can be forgotten at once. */
  readonly account?: string
}
