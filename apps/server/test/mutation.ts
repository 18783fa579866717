/** The part of the mutation run that needs a world: every range by itself, taken out until the isolation proof notices. */
import type { Operation } from './operations.ts'
import type { oneRange } from './walls.ts'

export interface Outcome {
  readonly mutant: string
  readonly killed: boolean
  /** What noticed, or what was tried. */
  readonly by: string
}
const rounds = 4 // of every operation, to see which statements it sends
const mostTrials = 80

/**
 * A range counts as noticed when a trial fails with it taken out, and the same operations then pass with it in place: what an
 * earlier mutant left behind is not its doing.
 */
export async function rangesNoticed(
  { found, state }: ReturnType<typeof oneRange>,
  operations: readonly Operation[],
  trial: (operation: Operation) => Promise<void>,
): Promise<Outcome[]> {
  const senders = new Map<string, Set<Operation>>()
  let current: Operation | undefined
  state.onSeen = (key) => {
    if (current) senders.set(key, (senders.get(key) ?? new Set()).add(current))
  }
  for (let n = 0; n < rounds; n += 1)
    for (const operation of operations) {
      current = operation
      await trial(operation)
    }
  current = undefined
  const outcomes: Outcome[] = []
  for (const [key, mutant] of Array.from(found)) {
    const sending = [...(senders.get(key) ?? [])]
    state.active = mutant
    const noticed = sending.length ? await firstFailure(sending, mostTrials, trial) : undefined
    state.active = null
    const sound = noticed === undefined || (await firstFailure(sending, 2 * sending.length, trial)) === undefined
    const by = noticed ?? `${mostTrials} trials of ${sending.map((it) => it.name).join(', ')}`
    outcomes.push({ mutant: key, killed: noticed !== undefined && sound, by: sound ? by : `also without it: ${by}` })
  }
  return outcomes
}

async function firstFailure(
  operations: readonly Operation[],
  most: number,
  trial: (operation: Operation) => Promise<void>,
): Promise<string | undefined> {
  for (let n = 0; n < most; n += 1) {
    const operation = operations[n % operations.length]
    if (!operation) return undefined
    try {
      await trial(operation)
    } catch (error) {
      return `${operation.name}, trial ${n + 1}: ${String(error instanceof Error ? error.message : error).slice(0, 160)}`
    }
  }
  return undefined
}
