/** Where factors count, and how far what was shown goes. Pure. */
import { factors, mostFactors } from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Mark } from '../../platform/value/mark.ts'

/** A factor of a person as it looks from one of their accounts. */
export interface Placed {
  readonly id: string
  readonly connection_id: string | null
  readonly here: boolean
}
/** By providers' word, in all: each organization can add a few for somebody, and there may be many of them. A first one always fits. */
const mostMarked = 100
/** `word`: the connection on whose word alone it is added. What providers added elsewhere keeps nobody from adding one here. */
export function mayAddAnother(all: readonly Placed[], word: string | null): Ruling {
  const near = all.filter((it) => it.here || it.connection_id === null).length
  const marked = all.filter((it) => it.connection_id !== null).length
  const isFirst = !all.some((it) => it.here)
  const fits = near < mostFactors && (word === null || isFirst || marked < mostMarked)
  return fits ? grant(undefined) : refusals(factors.beginApp)('factors_full')
}
/** Where a factor counts, one is shown before there is another. */
export const mayAddBeside = (all: readonly Placed[], shown: Mark | null): Ruling =>
  shown !== null || !all.some((it) => it.here) ? grant(undefined) : refuseCommon('proof_required')

/**
 * What a new factor carries: it counts only where nothing counted before, or where what did was shown. Else whoever was let in
 * in one organization without it would get past it in the others.
 */
export function markOfNew(word: string | null, shown: Mark | null, all: readonly Placed[]): Mark {
  const elsewhere = connectionsOf(all.filter((it) => !it.here))
  if (shown === null) return { connection: word, beside: elsewhere }
  if (shown.connection === null || shown.connection === word) return { connection: word, beside: shown.beside }
  if (word !== null) return { connection: word, beside: elsewhere }
  const others = all.filter((it) => it.connection_id !== shown.connection)
  // Beside one that goes further than what was shown, it goes no further than that.
  return others.some((it) => it.here || it.connection_id === null)
    ? shown
    : { connection: null, beside: connectionsOf(others) }
}
/**
 * What recovery codes carry: they go as far as what was shown for them, and are of a kind of which there is a factor. Codes alone are
 * asked for nowhere: they would lie there unseen, and be taken once their person sets a first factor up.
 */
export function markOfCodes(all: readonly Placed[], shown: Mark | null): Ruling<Mark> {
  if (!all.some((it) => it.here)) return refusals(factors.makeRecoveryCodes)('factors_none')
  const stands = shown !== null && all.some((it) => it.connection_id === shown.connection)
  return stands ? grant(shown) : refuseCommon('proof_required')
}
/**
 * How far what was shown goes once others are gone: as those of its kind that are left; the last one of the person's own, as one that
 * is left here. Else it was shown for what is no more, and gets nobody past what comes after that.
 */
export function leftOf(shown: Mark | null, left: readonly Placed[]): Mark | null {
  if (shown === null || left.some((it) => it.connection_id === shown.connection)) return shown
  const here = left.find((it) => it.here)
  return shown.connection === null && here ? { connection: here.connection_id, beside: shown.beside } : null
}
const connectionsOf = (all: readonly Placed[]): string[] => [
  ...new Set(all.flatMap((it) => (it.connection_id === null ? [] : [it.connection_id]))),
]
/** By a provider's word (`word`) one sees what it set up, and what is asked for here: not where else the person is. */
export const isSeen =
  (word: string | null) =>
  (it: Placed): boolean =>
    word === null || it.here || it.connection_id === word
/** What it names is its own alone. */
export const isNamed =
  (word: string | null) =>
  (it: Placed): boolean =>
    word === null || it.connection_id === word
/** Whether it was set up to count no further than what was shown does. */
const covers = (shown: Mark | null, it: Placed): boolean =>
  shown !== null &&
  (it.connection_id === null || !shown.beside.includes(it.connection_id)) &&
  (shown.connection === null || shown.connection === it.connection_id)

/** What accounts say of being without these. */
export type Without = (ids: readonly string[]) => boolean
/** The one that is removed. It takes one that goes as far, and no account that asks for one is left without. */
export function mayRemove<F extends Placed>(
  all: readonly F[],
  id: string,
  shown: Mark | null,
  without: Without,
): Ruling<F> {
  const refuse = refusals(factors.remove)
  const found = all.find((it) => it.id === id)
  if (!found) return refuse('factor_unknown')
  if (!covers(shown, found)) return refuse('factor_elsewhere')
  return without([id]) ? grant(found) : refuse('factor_needed')
}
/** Those that are removed: all that count here, and what else the one that was shown goes as far as. */
export function mayTurnOff<F extends Placed>(
  all: readonly F[],
  shown: Mark | null,
  without: Without,
): Ruling<readonly F[]> {
  const refuse = refusals(factors.turnOff)
  const here = all.filter((it) => it.here)
  if (here.length === 0) return refuse('factors_none')
  if (!here.every((it) => covers(shown, it))) return refuse('factor_elsewhere')
  const gone = all.filter((it) => covers(shown, it))
  return without(gone.map((it) => it.id)) ? grant(gone) : refuse('factor_needed')
}
