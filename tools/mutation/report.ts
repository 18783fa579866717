/** What a mutation run found. */
export interface Outcome {
  readonly kind: string
  readonly mutant: string
  readonly killed: boolean
  /** What noticed it, or what did not. */
  readonly by: string
  /** Features whose tests to ask next. */
  readonly of?: readonly string[]
}
/** By `kind mutant`, without numbers of lines: why no test can notice it. */
export type Equivalents = Readonly<Record<string, string>>
export const needed = 0.95

export const killRate = (outcomes: readonly Outcome[]): number =>
  outcomes.length ? outcomes.filter((it) => it.killed).length / outcomes.length : 0
export const keyOf = ({ kind, mutant }: Pick<Outcome, 'kind' | 'mutant'>): string =>
  `${kind} ${mutant.replace(/^(\S+):\d+ /, '$1 ')}`

/** `whole`: kinds that were tried in full, of which every equivalent must have been met. */
export function reportOf(
  all: readonly Outcome[],
  equivalents: Equivalents = {},
  whole: readonly string[] = [],
): { text: string; passed: boolean } {
  const isListed = (it: Outcome) => Object.hasOwn(equivalents, keyOf(it))
  const outcomes = all.filter((it) => !isListed(it))
  const kinds = [...new Set(outcomes.map((it) => it.kind))]
  const of = (kind: string) => outcomes.filter((it) => it.kind === kind)
  const line = (name: string, some: readonly Outcome[]) =>
    `${name}: ${some.filter((it) => it.killed).length} of ${some.length} noticed (${(killRate(some) * 100).toFixed(1)} %)`
  const wrong = [
    ...all.filter((it) => it.killed && isListed(it)).map((it) => `noticed after all: ${keyOf(it)} (${it.by})`),
    ...Object.keys(equivalents)
      .filter((key) => whole.includes(key.split(' ')[0] ?? '') && !all.some((it) => keyOf(it) === key))
      .map((key) => `exists no more: ${key}`),
  ].map((it) => `listed as equivalent, but ${it}`)
  return {
    text: [
      ...all
        .filter((it) => !it.killed && isListed(it))
        .map((it) => `equivalent: ${keyOf(it)}: ${equivalents[keyOf(it)]}`),
      ...outcomes.filter((it) => !it.killed).map((it) => `survived: ${it.kind}: ${it.mutant} (${it.by})`),
      ...wrong,
      ...kinds.map((kind) => line(kind, of(kind))),
      line('all', outcomes),
    ].join('\n'),
    passed: outcomes.length > 0 && kinds.every((kind) => killRate(of(kind)) >= needed) && !wrong.length,
  }
}
