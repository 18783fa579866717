/** How far something goes that was set up as a second factor, or shown as one. */
export interface Mark {
  /** Set up on this connection's word alone: it counts where that leads. Null: with something of the person's own. */
  readonly connection: string | null
  /** Connections of factors that were there, and were not shown: where such a factor counts, this does not. */
  readonly beside: readonly string[]
}
export const unmarked: Mark = { connection: null, beside: [] }
