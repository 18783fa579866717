/** How often something may be tried within a quarter of an hour. */
export interface Limit {
  /** What is counted, e.g. `sign-in/ada@example.com`. Stored as a keyed hash. */
  readonly name: string
  readonly most: number
  /** The account it is counted for: everything counted for one can be forgotten at once. */
  readonly account?: string
}
