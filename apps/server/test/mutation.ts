/** The part of the mutation run that needs a world: every range by itself, taken out until the isolation proof notices. */
import type { Operation } from './operations.ts'
import type { oneRange } from './walls.ts'

export interface Outcome {
  readonly mutant: string
  readonly killed: boolean
  /** What noticed, or what was tried. */
  readonly by: string
  /** Features whose operations sent it. */
  readonly of?: readonly string[]
}
const mostTrials = 30

/**
 * A range counts as noticed when a trial fails with it taken out, or when what people count then (`counted`) is not what is
 * there, and the same then passes with it in place: what an earlier mutant left behind is not its doing.
 */
export async function rangesNoticed(
  { found, state }: ReturnType<typeof oneRange>,
  operations: readonly Operation[],
  trial: (operation: Operation) => Promise<void>,
  counted: () => Promise<void>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [mutant, { range, senders }] of Array.from(found)) {
    const sending = operations.filter((it) => senders.has(it.name))
    const tries = (most: number) => [
      ...Array.from({ length: sending.length ? most : 0 }, (_, n) => {
        const operation = sending[n % sending.length] as Operation
        return { name: operation.name, run: () => trial(operation) }
      }),
      ...(sending.some((it) => counting.test(it.name)) ? [{ name: 'what people count', run: counted }] : []),
    ]
    state.active = range
    const noticed = await firstFailure(tries(mostTrials))
    state.active = null
    const sound = noticed === undefined || (await firstFailure(tries(2 * sending.length))) === undefined
    const by =
      noticed ?? (sending.length ? `trials of ${sending.map((it) => it.name).join(', ')}` : 'no operation sends it')
    const of = [...new Set(sending.map((it) => it.name.split('.')[0] ?? ''))]
    outcomes.push({ mutant, killed: noticed !== undefined && sound, by: sound ? by : `also without it: ${by}`, of })
  }
  return outcomes
}
const counting = /^(users|invitations|organizations)\.(list|count)$/

async function firstFailure(
  tries: readonly { readonly name: string; run(): Promise<void> }[],
): Promise<string | undefined> {
  for (const [n, { name, run }] of tries.entries()) {
    try {
      await run()
    } catch (error) {
      return `${name}, try ${n + 1}: ${String(error instanceof Error ? error.message : error).slice(0, 160)}`
    }
  }
  return undefined
}
