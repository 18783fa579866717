/** What a mutation run found. */
export interface Outcome {
  readonly kind: string
  readonly mutant: string
  readonly killed: boolean
  /** What noticed it, or what did not. */
  readonly by: string
}
export const needed = 0.95

export const killRate = (outcomes: readonly Outcome[]): number =>
  outcomes.length ? outcomes.filter((it) => it.killed).length / outcomes.length : 0

export function reportOf(outcomes: readonly Outcome[]): { text: string; passed: boolean } {
  const kinds = [...new Set(outcomes.map((it) => it.kind))]
  const line = (name: string, of: readonly Outcome[]) =>
    `${name}: ${of.filter((it) => it.killed).length} of ${of.length} noticed (${(killRate(of) * 100).toFixed(1)} %)`
  const survivors = outcomes.filter((it) => !it.killed).map((it) => `survived: ${it.kind}: ${it.mutant} (${it.by})`)
  const lines = kinds.map((kind) =>
    line(
      kind,
      outcomes.filter((it) => it.kind === kind),
    ),
  )
  return {
    text: [...survivors, ...lines, line('all', outcomes)].join('\n'),
    passed: killRate(outcomes) >= needed,
  }
}
