/** How one policy or setting is spoken of. */
export interface Words {
  readonly name: string
  /** What it is for; empty where the name says it all. */
  readonly meaning: string
  /** A value of it, in words. */
  value(value: unknown): string
}
/** Sentences by path below the value: `max`; empty for the value itself. */
export type Errors = Readonly<Record<string, string>>
